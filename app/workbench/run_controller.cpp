// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/run_controller.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>
#include <utility>

#include "app/experiment/run_journal.h"
#include "app/experiment/trained_policies.h"
#include "core/bundle/bundle.h"
#include "core/plain/error.h"
#include "rl/policy.h"
#include "ui/figures/export.h"

namespace cleave::workbench {
namespace {

constexpr int kFrameMs = 33;  // 30 Hz

QString phaseText(const std::string& what, double done, double etaS) {
  QString text = QString::fromStdString(what);
  if (done > 0) text += QStringLiteral(" %1 %").arg(qRound(100 * done));
  if (done < 1 && etaS >= 1) text += QObject::tr(", %1 s left").arg(qRound(etaS));
  return text;
}

// Runs are kept where the user's data lives, one file a run.
QString newJournalPath() {
  const QString folder = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + QStringLiteral("/runs");
  QDir().mkpath(folder);
  return folder + QDateTime::currentDateTime().toString(QStringLiteral("'/run-'yyyy-MM-dd-HHmmss-zzz'.jsonl'"));
}

QString deviceName(const ExperimentOptions& options) {
  QString name = QObject::tr("local agent");
  if (options.agent != "local") {
    name = QString::fromStdString(options.agent);
  } else if (options.emulate != "none") {
    name = QObject::tr("%1, emulated").arg(QFileInfo(QString::fromStdString(options.emulate)).completeBaseName());
  }
  return options.devicePrecision == DevicePrecision::Int8 ? QObject::tr("%1, int8").arg(name) : name;
}

}  // namespace

RunController::RunController(ui::RunWindow& window, ExperimentOptions base, QObject* parent)
    : QObject(parent), window_(window), base_(std::move(base)) {
  QStringList policies;
  for (const auto& form : policyForms()) {
    if (!form.starts_with("fixed:")) policies << QString::fromStdString(form);
  }
  policies << QStringLiteral("fixed:5/4/8");
  for (const auto& scenario : trainedPolicies()) policies << QString::fromStdString("trained:" + scenario);
  window_.setPolicies(policies, QString::fromStdString(base_.settings.policy));
  window_.setDeviceName(deviceName(base_));
  window_.setSettings(
      {QString::fromStdString(base_.settings.policy), base_.settings.targetMs, base_.settings.linkMbps});
  connect(&window_, &ui::RunWindow::startRequested, this, &RunController::start);
  connect(&window_, &ui::RunWindow::stopRequested, this, [this] {
    startAfterEnd_.reset();
    stop();
  });
  connect(&window_, &ui::RunWindow::settingsChanged, this, &RunController::change);
  connect(&window_, &ui::RunWindow::openRequested, this, [this](const QString& file) { openModel(file); });
  connect(&window_, &ui::RunWindow::exportRequested, this, &RunController::exportFigures);
  connect(&window_, &ui::RunWindow::pauseRequested, this, [this] {
    if (experiment_) experiment_->setPaused(true);
    window_.setState(ui::RunState::Paused);
  });
  connect(&window_, &ui::RunWindow::resumeRequested, this, [this] {
    if (experiment_) experiment_->setPaused(false);
    window_.setState(ui::RunState::Running);
  });
  connect(&timer_, &QTimer::timeout, this, &RunController::drain);
  timer_.start(kFrameMs);
}

RunController::~RunController() {
  timer_.stop();
}  // the threads are stopped and joined by their own ends

void RunController::openModel(const QString& file, bool thenStart) {
  startAfterEnd_.reset();
  stop();
  startAfterLoad_ = thenStart;
  if (loading_) {  // threads are only replaced once they have ended: a join must not hold the GUI
    nextLoad_ = file;
    return;
  }
  loading_ = true;
  loader_ = std::jthread([this, path = file.toStdString()] {
    try {
      auto model = std::make_shared<const Model>(readBundle(path));
      const std::scoped_lock lock(mailbox_.mutex);
      mailbox_.model = std::move(model);
      mailbox_.loaded = true;
    } catch (const std::exception& error) {
      const std::scoped_lock lock(mailbox_.mutex);
      mailbox_.loadError = QString::fromUtf8(error.what());
      mailbox_.loaded = true;
    }
  });
}

void RunController::showModel(std::shared_ptr<const Model> model) {
  model_ = std::move(model);
  const Manifest& manifest = model_->manifest;
  ui::ModelSummary summary{QString::fromStdString(manifest.name), manifest.network, {}, {}};
  for (const auto& name : manifest.classes) summary.classes.push_back(QString::fromStdString(name));
  for (const auto& exit : manifest.accuracy) summary.exitAccuracy.push_back(exit.accuracy());
  window_.setModel(summary);
  window_.setState(ui::RunState::Idle);
  if (std::exchange(startAfterLoad_, false)) start(window_.settings());
}

LiveSettings RunController::liveSettings(const ui::RunSettings& settings) const {
  // The demonstration's link wanders around its rate until the user takes the slider.
  const bool untouched = settings.linkMbps == base_.settings.linkMbps;
  return {settings.policy.toStdString(), settings.targetMs, settings.linkMbps, base_.settings.fadingLink && untouched};
}

void RunController::start(const ui::RunSettings& settings) {
  if (!model_) return;
  if (experiment_) {  // the run before has to end first; drain() comes back here then
    startAfterEnd_ = settings;
    stop();
    return;
  }
  ExperimentOptions options = base_;
  options.settings = liveSettings(settings);
  journal_ = newJournalPath();
  options.journal = journal_.toStdString();
  try {
    experiment_ = std::make_shared<Experiment>(model_, options);
  } catch (const Error& error) {
    window_.setState(ui::RunState::Failed, QString::fromUtf8(error.what()));
    return;
  }
  {
    const std::scoped_lock lock(mailbox_.mutex);
    mailbox_.records.clear();
    mailbox_.started = mailbox_.ended = false;
    mailbox_.phase.clear();
    mailbox_.error.clear();
  }
  window_.clearRun();
  window_.setRecordingPath(journal_);
  window_.setState(ui::RunState::Connecting, tr("Starting"));
  worker_ = std::jthread([this, experiment = experiment_](const std::stop_token& stop) {
    const ExperimentEvents events{.phase =
                                      [this](const std::string& what, double done, double etaS) {
                                        const std::scoped_lock lock(mailbox_.mutex);
                                        mailbox_.phase = phaseText(what, done, etaS);
                                      },
                                  .started =
                                      [this](const RunHeader&, std::shared_ptr<const SampleSet> samples) {
                                        const std::scoped_lock lock(mailbox_.mutex);
                                        mailbox_.samples = std::move(samples);
                                        mailbox_.started = true;
                                      },
                                  .record =
                                      [this](const RequestRecord& record) {
                                        const std::scoped_lock lock(mailbox_.mutex);
                                        mailbox_.records.push_back(record);
                                      },
                                  .remark =
                                      [this](const std::string& sentence) {
                                        const std::scoped_lock lock(mailbox_.mutex);
                                        mailbox_.notice = QString::fromStdString(sentence);
                                      }};
    QString failure;
    try {
      experiment->run(events, stop);
    } catch (const Cancelled&) {
    } catch (const std::exception& error) {
      failure = QString::fromUtf8(error.what());
    }
    const std::scoped_lock lock(mailbox_.mutex);
    if (!failure.isEmpty()) mailbox_.error = failure;
    mailbox_.ended = true;
  });
}

void RunController::change(const ui::RunSettings& settings) {
  if (!experiment_) return;
  try {
    experiment_->change(liveSettings(settings));
  } catch (const Error& error) {
    window_.setState(window_.state(), QString::fromUtf8(error.what()));
  }
}

void RunController::stop() {
  worker_.request_stop();  // the run's last words come through the mailbox
  if (experiment_) experiment_->setPaused(false);
}

void RunController::drain() {
  std::vector<RequestRecord> records;
  std::shared_ptr<const SampleSet> samples;
  QString phase;
  QString error;
  QString notice;
  bool started = false;
  bool ended = false;
  bool exported = false;
  {
    const std::scoped_lock lock(mailbox_.mutex);
    records.swap(mailbox_.records);
    samples.swap(mailbox_.samples);
    phase.swap(mailbox_.phase);
    error.swap(mailbox_.error);
    notice.swap(mailbox_.notice);
    started = std::exchange(mailbox_.started, false);
    ended = std::exchange(mailbox_.ended, false);
    exported = std::exchange(mailbox_.exported, false);
  }
  if (!phase.isEmpty() && !started && !ended) window_.setState(ui::RunState::Connecting, phase);
  if (samples) window_.setFrames(samples->width, samples->height, samples->frames);
  if (started) window_.setState(ui::RunState::Running);
  if (!records.empty()) window_.appendRecords(records);
  if (!error.isEmpty()) window_.setState(ui::RunState::Failed, error);
  if (ended && error.isEmpty()) window_.setState(ui::RunState::Finished);
  if (!notice.isEmpty()) window_.setState(window_.state(), notice);
  if (ended) {
    experiment_.reset();
    if (startAfterEnd_) start(*std::exchange(startAfterEnd_, std::nullopt));
  }
  if (exported) exporting_ = false;
  if (!experiment_) takeLoad();  // a run that is still ending keeps its model until its last record
}

void RunController::takeLoad() {
  std::shared_ptr<const Model> model;
  QString error;
  {
    const std::scoped_lock lock(mailbox_.mutex);
    if (!std::exchange(mailbox_.loaded, false)) return;
    model.swap(mailbox_.model);
    error.swap(mailbox_.loadError);
  }
  loading_ = false;
  if (!nextLoad_.isEmpty()) {
    openModel(std::exchange(nextLoad_, QString()), startAfterLoad_);
  } else if (model) {
    showModel(std::move(model));
  } else {
    window_.setState(ui::RunState::Failed, error);
  }
}

void RunController::exportFigures(const QString& directory) {
  if (exporting_ || journal_.isEmpty()) {
    window_.setState(window_.state(), exporting_ ? tr("Figures are still being written: wait for that first.")
                                                 : tr("There is no run to export yet: start one first."));
    return;
  }
  exporting_ = true;
  exporter_ = std::jthread([this, journal = journal_.toStdString(), directory] {
    QString notice;
    try {
      const Run run = readRun(journal);
      const auto text = [](const std::string& value) { return QString::fromStdString(value); };
      ui::exportRunFigures({text(run.header.model + ", " + run.header.policy), run.header.network, run.records,
                            text(run.header.model + " " + run.header.modelChecksum), text(run.header.policy),
                            QString::number(run.header.seed), text(run.header.version), text(run.header.machine)},
                           directory, {.pdf = true, .svg = true, .png = true});
      notice = tr("Figures of %1 requests were written to %2.").arg(run.records.size()).arg(directory);
    } catch (const std::exception& error) {
      notice = QString::fromUtf8(error.what());
    }
    const std::scoped_lock lock(mailbox_.mutex);
    mailbox_.notice = notice;
    mailbox_.exported = true;
  });
}

}  // namespace cleave::workbench
