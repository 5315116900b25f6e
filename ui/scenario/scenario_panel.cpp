// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scenario/scenario_panel.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QToolButton>
#include <algorithm>

#include "ui/scenario/conditions_chart.h"
#include "ui/scenario/conditions_figure.h"
#include "ui/scenario/scenario_document.h"
#include "ui/scenario/scenario_form.h"
#include "ui/scenario/scenario_name_bar.h"
#include "ui/scenario/scenario_text_edit.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/form_row.h"
#include "ui/widgets/plain_scroll.h"

namespace cleave::ui {
namespace {

constexpr int kSideBySide = 520;  // pixels; below, the form stands above the text
constexpr int kLeastHeight = 64;  // of either side; one above the other they would keep other panels small

}  // namespace

ScenarioPanel::ScenarioPanel(QWidget* parent)
    : Panel(tr("Scenario"), parent),
      document_(new ScenarioDocument(this)),
      form_(new ScenarioForm),
      text_(new ScenarioTextEdit(document_)),
      chart_(new ConditionsChart),
      splitter_(new QSplitter),
      menu_(new QMenu(this)),
      nameBar_(new ScenarioNameBar),
      problem_(makeProblem(this)),
      message_(new ElidedLabel),
      use_(new QPushButton(tr("Use in this run"))) {
  auto* body = new QWidget;
  auto* box = new QVBoxLayout(body);
  box->setContentsMargins(0, 0, 0, 0);
  box->setSpacing(6);
  box->addWidget(makeToolBar());
  box->addWidget(nameBar_);
  splitter_->setObjectName(QStringLiteral("scenarioSplitter"));
  splitter_->setChildrenCollapsible(false);
  splitter_->addWidget(plainScroll(form_));
  splitter_->addWidget(text_);
  splitter_->setMinimumHeight(kLeastHeight);
  splitter_->setStretchFactor(0, 1);
  splitter_->setStretchFactor(1, 1);
  box->addWidget(splitter_, 1);
  box->addWidget(problem_);
  box->addWidget(chart_);
  placeLogarithmic();
  use_->setObjectName(QStringLiteral("useScenario"));
  use_->setToolTip(tr("Apply its link, loads, arrivals, target and timeout to the run from the next request on"));
  message_->setObjectName(QStringLiteral("muted"));
  auto* foot = new QHBoxLayout;
  foot->addWidget(message_, 1);
  foot->addWidget(use_);
  box->addLayout(foot);
  setBody(body);
  setEmptyText(tr("Link, loads, arrivals and target of a run, as a form and as text"), tr("Open a scenario to begin"));
  connectAll();
}

QToolButton* ScenarioPanel::makeButton(const QString& text, const char* name, const QString& tip) {
  auto* button = new QToolButton;
  button->setObjectName(QLatin1String(name));
  button->setText(text);
  button->setToolTip(tip);
  button->setProperty("tool", true);
  return button;
}

QWidget* ScenarioPanel::makeToolBar() {
  auto* bar = new QWidget;
  auto* row = new QHBoxLayout(bar);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(4);
  QToolButton* open =
      makeButton(tr("Open"), "openScenario", tr("Open a built-in scenario, one of your own, or a file"));
  open->setMenu(menu_);
  open->setPopupMode(QToolButton::InstantPopup);
  save_ = makeButton(tr("Save"), "saveScenario", {});
  QToolButton* as = makeButton(tr("Save as…"), "saveScenarioAs", tr("Save under a new name"));
  revert_ = makeButton(tr("Revert"), "revertScenario", tr("Discard unsaved changes (Undo restores them)"));
  for (QToolButton* each : {open, save_, as, revert_}) row->addWidget(each);
  row->addStretch(1);
  connect(save_, &QToolButton::clicked, this, &ScenarioPanel::save);
  connect(as, &QToolButton::clicked, this, &ScenarioPanel::saveAs);
  connect(revert_, &QToolButton::clicked, this,
          [this] { document_->replaceText(document_->source().text, tr("revert")); });
  return bar;
}

// In the chart's corner: it is its axis.
void ScenarioPanel::placeLogarithmic() {
  logarithmic_ = makeButton(tr("log"), "previewLog", tr("Logarithmic axis in the preview"));
  logarithmic_->setCheckable(true);
  auto* corner = new QVBoxLayout(chart_);
  corner->setContentsMargins(0, 2, 6, 0);
  corner->addWidget(logarithmic_, 0, Qt::AlignRight | Qt::AlignTop);
  connect(logarithmic_, &QToolButton::clicked, this, [this](bool on) { chart_->setLogarithmic(on); });
}

void ScenarioPanel::connectAll() {
  connect(document_, &ScenarioDocument::textChanged, this, &ScenarioPanel::textChanged);
  connect(document_, &ScenarioDocument::sourceChanged, this, &ScenarioPanel::showSource);
  connect(form_, &ScenarioForm::edited, this, &ScenarioPanel::fieldEdited);
  connect(form_, &ScenarioForm::fieldEntered, text_, &ScenarioTextEdit::goToLine);
  connect(form_, &ScenarioForm::fileWanted, this, &ScenarioPanel::askForTrace);
  connect(nameBar_, &ScenarioNameBar::chosen, this, &ScenarioPanel::saveAsRequested);
  connect(use_, &QPushButton::clicked, this, &ScenarioPanel::useRequested);
}

QUndoStack* ScenarioPanel::undoStack() const {
  return document_->undoStack();
}

void ScenarioPanel::setScenarios(const std::vector<ScenarioChoice>& scenarios) {
  menu_->clear();
  bool shipped = true;
  for (const auto& each : scenarios) {
    if (shipped && !each.shipped) menu_->addSeparator();
    shipped = each.shipped;
    QAction* action = menu_->addAction(each.name);
    action->setToolTip(each.about);
    connect(action, &QAction::triggered, this, [this, id = each.id] { Q_EMIT openRequested(id); });
  }
  menu_->setToolTipsVisible(true);
  menu_->addSeparator();
  connect(menu_->addAction(tr("From file…")), &QAction::triggered, this, &ScenarioPanel::askForFile);
}

void ScenarioPanel::askForFile() {
  auto* dialog = new QFileDialog(this, tr("Open scenario"), {}, tr("Scenarios (*.scenario);;All files (*)"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::ExistingFile);
  connect(dialog, &QFileDialog::fileSelected, this, &ScenarioPanel::openRequested);
  dialog->open();
}

void ScenarioPanel::askForTrace(const QString& key) {
  auto* dialog = new QFileDialog(this, tr("Choose file for %1").arg(key));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::ExistingFile);
  connect(dialog, &QFileDialog::fileSelected, this,
          [this, key](const QString& file) { Q_EMIT fieldEdited(key, file); });
  dialog->open();
}

void ScenarioPanel::open(const ScenarioSource& source) {
  setEmpty(false);
  nameBar_->hide();
  message_->setSentence({});
  document_->open(source);
  showSource();
}

void ScenarioPanel::setSaved(const ScenarioSource& source) {
  nameBar_->hide();
  document_->markSaved(source);
}

void ScenarioPanel::refuseName(const QString& sentence, bool replaceable) {
  if (nameBar_->isHidden()) nameBar_->ask(document_->source().title);
  nameBar_->object(sentence, replaceable);
}

void ScenarioPanel::replaceText(const QString& text, const QString& key) {
  document_->replaceText(text, key, QStringLiteral("field:") + key);
}

void ScenarioPanel::setFields(const std::vector<ScenarioField>& fields) {
  form_->setFields(fields);
}

void ScenarioPanel::setProblem(int line, const QString& sentence) {
  text_->markLine(sentence.isEmpty() ? 0 : line);
  form_->markLine(sentence.isEmpty() ? 0 : line);
  showProblem(problem_, line > 0 && !sentence.isEmpty() ? tr("Line %1: %2").arg(line).arg(sentence) : sentence);
  use_->setEnabled(sentence.isEmpty());
  chart_->setEnabled(sentence.isEmpty());
}

void ScenarioPanel::setPreview(const ConditionsPreview& preview) {
  chart_->setPreview(preview);
  logarithmic_->setChecked(chart_->logarithmic());
  message_->setSentence(preview.note);
}

std::optional<Figure> ScenarioPanel::figure(double widthMm) const {
  if (chart_->preview().mbps.empty()) return std::nullopt;
  return plotFigure(plotOf(chart_->preview(), chart_->logarithmic()), widthMm);
}

void ScenarioPanel::setMessage(const QString& sentence) {
  message_->setSentence(sentence);
}

void ScenarioPanel::showSource() {
  const ScenarioSource& source = document_->source();
  QString note = source.title;
  if (source.shipped) note += tr(" · built-in");
  if (document_->modified()) note += tr(" · edited");
  setNote(note);
  revert_->setEnabled(document_->modified());
  save_->setEnabled(document_->modified() || source.file.isEmpty());
  save_->setToolTip(source.shipped ? tr("Built-in scenario: saves a copy under a new name") : source.file);
}

bool ScenarioPanel::event(QEvent* event) {
  if (event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent*>(event)->matches(QKeySequence::Save)) {
    event->accept();
  }
  return Panel::event(event);
}

void ScenarioPanel::keyPressEvent(QKeyEvent* event) {
  if (!event->matches(QKeySequence::Save)) return Panel::keyPressEvent(event);
  save_->click();
}

void ScenarioPanel::save() {
  if (document_->source().file.isEmpty()) return saveAs();
  Q_EMIT saveRequested();
}

void ScenarioPanel::saveAs() {
  const ScenarioSource& source = document_->source();
  nameBar_->ask(source.shipped ? tr("my-%1").arg(source.title) : source.title);
}

void ScenarioPanel::arrange() {
  chart_->setFixedHeight(std::clamp(height() * 3 / 10, 84, 220));
  const auto wanted = width() < kSideBySide ? Qt::Vertical : Qt::Horizontal;
  if (arranged_ && splitter_->orientation() == wanted) return;
  arranged_ = isVisible();  // before that the splitter has no size to be divided
  splitter_->setOrientation(wanted);
  splitter_->setSizes({1000, 1000});  // halves, whatever there is
}

void ScenarioPanel::resizeEvent(QResizeEvent* event) {
  Panel::resizeEvent(event);
  arrange();
}

void ScenarioPanel::showEvent(QShowEvent* event) {
  Panel::showEvent(event);
  arrange();
}

}  // namespace cleave::ui
