// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/scenario/scenario_controller.h"

#include <QFileInfo>

#include "app/workbench/scenario/scenario_form_fields.h"
#include "core/types/error.h"
#include "ui/scenario/scenario_document.h"

namespace cleave::workbench {
namespace {

constexpr int kKeepAfterMs = 1000;  // of no typing

}  // namespace

ScenarioController::ScenarioController(ui::ScenarioPanel& panel, const QString& folder, std::uint64_t seed,
                                       QObject* parent)
    : QObject(parent), panel_(panel), library_(folder), draft_(folder), seed_(seed) {
  keepLater_.setSingleShot(true);
  keepLater_.setInterval(kKeepAfterMs);
  connect(&keepLater_, &QTimer::timeout, this, &ScenarioController::keepDraft);
  panel_.setScenarios(library_.all());
  connect(&panel_, &ui::ScenarioPanel::textChanged, this, &ScenarioController::showText);
  connect(&panel_, &ui::ScenarioPanel::fieldEdited, this, [this](const QString& key, const QString& value) {
    panel_.replaceText(withValue(panel_.document().text(), key, value), key);
  });
  connect(&panel_, &ui::ScenarioPanel::openRequested, this, &ScenarioController::open);
  connect(&panel_, &ui::ScenarioPanel::saveRequested, this,
          [this] { saveTo(panel_.document().source().file, panel_.document().text()); });
  connect(&panel_, &ui::ScenarioPanel::saveAsRequested, this, &ScenarioController::saveAs);
  connect(&panel_, &ui::ScenarioPanel::useRequested, this, &ScenarioController::use);
}

ScenarioController::~ScenarioController() {
  if (!keeper_) return;
  keeper_.reset();  // what it is writing may be older
  writeDraft(panel_.document().modified(), {openedId(), panel_.document().text()});
}

void ScenarioController::restoreDraft() {
  draft_.claim();
  if (const auto draft = draft_.read()) {
    if (!draft->id.isEmpty()) open(draft->id);
    panel_.replaceText(draft->text, {});
    if (panel_.document().modified()) {
      Q_EMIT noticed(tr("Scenario '%1' has unsaved changes from the last session: save or undo them.")
                         .arg(panel_.document().source().title));
    }
  }
  keeper_.emplace(*this, Priority::Normal);
  connect(&panel_.document(), &ui::ScenarioDocument::sourceChanged, &keepLater_, qOverload<>(&QTimer::start));
}

void ScenarioController::keepDraft() {
  const bool modified = panel_.document().modified();
  const ScenarioDraft::Text draft{openedId(), panel_.document().text()};
  const auto warn = [this] {
    Q_EMIT warned(tr("The scenario draft could not be saved: free some disk space and save again."));
  };
  keeper_->submit([this, modified, draft](const std::stop_token&) { return writeDraft(modified, draft); },
                  [warn](bool written) {
                    if (!written) warn();
                  },
                  [warn](const QString&) { warn(); }, BackgroundWorker::newest());
}

bool ScenarioController::writeDraft(bool modified, const ScenarioDraft::Text& draft) const {
  if (modified) return draft_.write(draft);
  draft_.remove();
  return true;
}

QString ScenarioController::openedId() const {
  const ui::ScenarioSource& source = panel_.document().source();
  return source.shipped ? source.title : source.file;
}

void ScenarioController::open(const QString& id) {
  try {
    panel_.open(library_.read(id));
  } catch (const Error& error) {
    panel_.setMessage(QString::fromUtf8(error.what()));
    Q_EMIT warned(QString::fromUtf8(error.what()));
  }
}

std::string ScenarioController::folderOfTraces() const {
  const QString& file = panel_.document().source().file;
  return file.isEmpty() ? std::string() : QFileInfo(file).absolutePath().toStdString();
}

void ScenarioController::showText() {
  const QString& text = panel_.document().text();
  panel_.setFields(fieldsOf(text));
  const auto isCurrent = [this, text] { return panel_.document().text() == text; };  // else the next answer is coming
  checker_.submit([text = text.toStdString(), folder = folderOfTraces(),
                   seed = seed_](const std::stop_token&) { return checkScenario(text, folder, seed, false); },
                  [this, isCurrent](const ScenarioCheck& check) {
                    if (!isCurrent()) return;
                    panel_.setProblem(check.line, check.problem);
                    if (check.problem.isEmpty()) panel_.setPreview(check.preview);
                  },
                  [this, isCurrent](const QString& error) {
                    if (isCurrent()) panel_.setProblem(0, error);
                  },
                  BackgroundWorker::newest());
}

void ScenarioController::saveAs(const QString& name, bool replace) {
  const auto refusal = library_.refusalOf(name);
  if (!refusal.sentence.isEmpty() && !(refusal.replaceable && replace)) {
    panel_.refuseName(refusal.sentence, refusal.replaceable);
    return;
  }
  // A run names its scenario by this key: it shall say what the file says.
  const QString key = QStringLiteral("name");
  panel_.replaceText(withValue(panel_.document().text(), key, name), key);
  saveTo(library_.fileOf(name), panel_.document().text());
}

void ScenarioController::saveTo(const QString& file, const QString& text) {
  if (saving_) return;
  saving_ = true;
  saver_.submit([file, text](const std::stop_token&) { return ScenarioLibrary::write(file, text); },
                [this](const ui::ScenarioSource& saved) {
                  saving_ = false;
                  panel_.setSaved(saved);
                  panel_.setMessage(tr("Saved to %1").arg(saved.file));
                  panel_.setScenarios(library_.all());
                  Q_EMIT scenariosChanged();
                },
                [this](const QString& error) {
                  saving_ = false;
                  panel_.setMessage(error);
                  Q_EMIT warned(error);
                });
}

void ScenarioController::use() {
  const auto& document = panel_.document();
  const ui::ScenarioSource& source = document.source();
  const QString id = document.modified() ? QString() : openedId();
  const QString title = document.modified() ? tr("%1 (edited)").arg(source.title) : source.title;
  const auto showProblem = [this, text = document.text()](int line, const QString& problem) {
    if (panel_.document().text() == text) panel_.setProblem(line, problem);  // else the line is another one
  };
  user_.submit([text = document.text().toStdString(), folder = folderOfTraces(),
                seed = seed_](const std::stop_token&) { return checkScenario(text, folder, seed, true); },
               [this, id, title, showProblem](const ScenarioCheck& check) {
                 if (!check.problem.isEmpty()) return showProblem(check.line, check.problem);
                 panel_.setMessage(tr("The scenario takes effect with the next request"));
                 Q_EMIT used(title, id, check.live);
               },
               [showProblem](const QString& error) { showProblem(0, error); }, BackgroundWorker::newest());
}

}  // namespace cleave::workbench
