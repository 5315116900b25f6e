// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/run/run_controller.h"

#include <QFileInfo>
#include <utility>

#include "app/common/trained_policies.h"
#include "app/runs/run_file.h"
#include "app/workbench/adapters/ui_data.h"
#include "core/bundle/bundle.h"
#include "core/types/error.h"
#include "rl/policies/policy.h"
#include "ui/figures/export.h"
#include "ui/map/network_map.h"
#include "ui/panels/log_model.h"
#include "ui/panels/sample_panel.h"

namespace cleave::workbench {
namespace {

constexpr int kFrameMs = 33;              // 30 Hz
constexpr int kBeforeLeftoversMs = 5000;  // after the start, which has enough to do

QString phaseText(const std::string& what, double done, double etaS) {
  QString text = QString::fromStdString(what);
  if (done > 0) text += QStringLiteral(" %1 %").arg(qRound(100 * done));
  if (done < 1 && etaS >= 1) text += QObject::tr(", %1 s left").arg(qRound(etaS));
  return text;
}

QString deviceName(const DeviceChoice& device) {
  QString name = QObject::tr("local agent");
  if (device.agent != "local") {
    name = QString::fromStdString(device.agent);
  } else if (device.emulate != "none") {
    name = QObject::tr("%1, emulated").arg(QFileInfo(QString::fromStdString(device.emulate)).completeBaseName());
  }
  return device.precision == DevicePrecision::Int8 ? QObject::tr("%1, int8").arg(name) : name;
}

QString machineText(const DeviceReport& report) {
  const auto text = [](const std::string& value) { return QString::fromStdString(value); };
  QString said = text(report.machine.empty() ? report.hostName : report.machine);
  if (!report.emulated.empty()) said = QObject::tr("%1, stands in for %2").arg(said, text(report.emulated));
  return QObject::tr("%1 · %n thread(s)", nullptr, report.threads).arg(said);
}

}  // namespace

RunController::RunController(ui::RunWindow& window, ExperimentOptions base, const QString& runsFolder, QObject* parent)
    : QObject(parent), window_(window), base_(std::move(base)), archive_(runsFolder) {
  device_ = {{base_.agent, base_.emulate, base_.devicePrecision}, 0, 0, base_.settings.linkMbps, {}};
  window_.setPolicies(policyNames(), QString::fromStdString(base_.settings.policy));
  window_.setDeviceName(deviceName(device_.choice));
  window_.setSettings(
      {QString::fromStdString(base_.settings.policy), base_.settings.targetMs, base_.settings.linkMbps});
  settings_ = window_.settings();
  connect(&window_, &ui::RunWindow::startRequested, this, &RunController::start);
  connect(&window_, &ui::RunWindow::stopRequested, this, &RunController::endRun);
  connect(&window_, &ui::RunWindow::settingsChanged, this, &RunController::change);
  connect(&window_, &ui::RunWindow::exportRequested, this, &RunController::exportFigures);
  connect(&window_, &ui::RunWindow::pauseRequested, this, [this] {
    if (experiment_) experiment_->setPaused(true);
    window_.setState(ui::RunState::Paused);
  });
  connect(&window_, &ui::RunWindow::resumeRequested, this, [this] {
    if (experiment_) experiment_->setPaused(false);
    window_.setState(ui::RunState::Running);
  });
  if (auto* map = window_.findChild<ui::NetworkMap*>()) features_.serve(*map);
  if (auto* sample = window_.findChild<ui::SamplePanel*>()) features_.serve(*sample);
  connect(&archive_, &RunArchive::packed, this, [this](const QString& journal, const QString& bundle) {
    if (journal != recording_) return;
    recording_ = bundle;
    window_.setRecordingPath(bundle);
  });
  connect(&archive_, &RunArchive::packingFailed, this,
          [this](const QString&, const QString& sentence) { window_.tell(ui::LogModel::Kind::Trouble, sentence); });
  QTimer::singleShot(kBeforeLeftoversMs, &archive_, &RunArchive::packLeftovers);
  connect(&timer_, &QTimer::timeout, this, &RunController::drain);
  timer_.start(kFrameMs);
}

QStringList RunController::policyNames() {
  QStringList policies;
  for (const auto& form : policyForms()) {
    if (!form.starts_with("fixed:")) policies << QString::fromStdString(form);
  }
  policies << QStringLiteral("fixed:5/4/8");
  for (const auto& scenario : trainedPolicies()) policies << QString::fromStdString("trained:" + scenario);
  return policies;
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
  loadPath_ = file;
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
  window_.setModel(summaryOf(model_->manifest));
  features_.setModel(model_, device_.choice.precision);
  Q_EMIT modelOpened(loadPath_);
  window_.setState(ui::RunState::Idle);
  if (std::exchange(startAfterLoad_, false)) start(window_.settings());
}

LiveSettings RunController::liveSettings(const ui::RunSettings& settings) const {
  // The demonstration's link wanders around its rate until the user takes the slider.
  const bool untouched = settings.linkMbps == base_.settings.linkMbps;
  LiveSettings live{settings.policy.toStdString(), settings.targetMs, settings.linkMbps,
                    base_.settings.fadingLink && untouched};
  live.deviceLoad = device_.load;
  live.deviceThreads = device_.threads;
  live.scenario = device_.scenario;
  live.device = device_.choice;
  return live;
}

void RunController::setDevice(const RunDevice& device) {
  const RunDevice before = std::exchange(device_, device);
  ui::RunSettings settings = window_.settings();
  settings.linkMbps = device.linkMbps;
  const bool another = device.scenario && device.scenario != before.scenario;
  if (another) settings.targetMs = device.scenario->scenario.targetMs;
  try {
    if (experiment_) {
      experiment_->change(liveSettings(settings));
    } else if (model_) {
      requireDevice(device.choice, model_->manifest);
    }
  } catch (const Error&) {
    device_ = before;
    throw;
  }
  settings_ = settings;
  window_.setSettings(settings);
  // The features of a recorded run stay those of its device; the next run brings this one's.
  if (device.choice.precision != before.choice.precision && !window_.recordedRun()) {
    features_.setModel(model_, device.choice.precision);
  }
  Q_EMIT settingsTaken(settings);
  if (!underWay_) window_.setDeviceName(deviceName(device.choice));  // else when it is ready
}

void RunController::start(const ui::RunSettings& settings) {
  if (!model_) return;
  if (experiment_) {  // the run before has to end first; drain() comes back here then
    startAfterEnd_ = settings;
    stop();
    return;
  }
  ExperimentOptions options = base_;
  base_.startedAgent.reset();  // the first run's
  options.settings = liveSettings(settings);
  const QString journal = archive_.newJournalPath();
  options.journal = journal.toStdString();
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
    mailbox_.deviceState.reset();
    mailbox_.device.reset();
    mailbox_.error.clear();
  }
  recording_ = journal;
  settings_ = settings;
  Q_EMIT settingsTaken(settings);
  window_.clearRun();
  window_.setRecordingPath(journal);
  window_.setState(ui::RunState::Connecting, tr("Starting"));
  worker_ = std::jthread([this, experiment = experiment_, watcher = watcher_](const std::stop_token& stop) {
    ExperimentEvents events{
        .phase =
            [this](const std::string& what, double done, double etaS) {
              const std::scoped_lock lock(mailbox_.mutex);
              mailbox_.phase = phaseText(what, done, etaS);
              mailbox_.deviceState = ui::DeviceState{ui::DeviceState::Kind::Busy, QString::fromStdString(what), done};
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
        .device =
            [this](const DeviceReport& report) {
              const std::scoped_lock lock(mailbox_.mutex);
              mailbox_.device = report;
            },
        .remark =
            [this](const std::string& sentence) {
              const std::scoped_lock lock(mailbox_.mutex);
              mailbox_.notice = QString::fromStdString(sentence);
              mailbox_.trouble = false;
            }};
    if (watcher) watcher(events);
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
  if (settings.linkMbps != device_.linkMbps) {
    device_.linkMbps = settings.linkMbps;
    device_.scenario.reset();
    Q_EMIT linkRateChosen(settings.linkMbps);
  }
  take(settings);
}

bool RunController::take(const ui::RunSettings& settings) {
  try {
    if (experiment_) experiment_->change(liveSettings(settings));
  } catch (const Error& error) {
    window_.setSettings(settings_);
    window_.tell(ui::LogModel::Kind::Trouble, QString::fromUtf8(error.what()));
    return false;
  }
  settings_ = settings;
  Q_EMIT settingsTaken(settings);
  return true;
}

bool RunController::usePolicy(const QString& policy) {
  ui::RunSettings settings = window_.settings();
  settings.policy = policy;
  window_.setSettings(settings);
  if (!take(settings)) return false;
  window_.tell(ui::LogModel::Kind::Info, experiment_ ? tr("The policy decides from the next request on.")
                                                     : tr("The policy decides the next run."));
  return true;
}

void RunController::endRun() {
  startAfterEnd_.reset();
  startAfterLoad_ = false;
  stop();
}

void RunController::setShownRun(const QString& file) {
  recording_ = file;
  features_.setFrames(nullptr);  // whichever images it saw, they are not those of the last run
}

void RunController::setShownFrames(std::shared_ptr<const SampleSet> frames, DevicePrecision precision) {
  features_.setModel(model_, precision);
  features_.setFrames(std::move(frames));
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
  bool trouble = false;
  std::optional<ui::DeviceState> deviceState;
  std::optional<DeviceReport> device;
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
    trouble = mailbox_.trouble;
    deviceState.swap(mailbox_.deviceState);
    device.swap(mailbox_.device);
    started = std::exchange(mailbox_.started, false);
    ended = std::exchange(mailbox_.ended, false);
    exported = std::exchange(mailbox_.exported, false);
  }
  if (!phase.isEmpty() && !started && !ended && !device) window_.setState(ui::RunState::Connecting, phase);
  if (deviceState && !ended && !device) Q_EMIT deviceStateChanged(*deviceState);
  if (device) takeDevice(*device);
  if (samples) {
    features_.setModel(model_, device_.choice.precision);  // a recorded run may have had another one
    features_.setFrames(samples);
    window_.setFrames(samples->width, samples->height, samples->frames);
  }
  if (started) {
    underWay_ = true;
    window_.setState(ui::RunState::Running);
  }
  if (!records.empty()) window_.appendRecords(records);
  if (!error.isEmpty()) window_.setState(ui::RunState::Failed, error);
  if (ended && error.isEmpty()) window_.setState(ui::RunState::Finished);
  if (!notice.isEmpty()) window_.tell(trouble ? ui::LogModel::Kind::Trouble : ui::LogModel::Kind::Info, notice);
  if (ended) {
    experiment_.reset();
    underWay_ = false;
    archive_.pack(recording_);
    const auto kind = error.isEmpty() ? ui::DeviceState::Kind::Off : ui::DeviceState::Kind::Failed;
    Q_EMIT deviceStateChanged({kind, error, -1});
    if (startAfterEnd_) start(*std::exchange(startAfterEnd_, std::nullopt));
  }
  if (exported) exporting_ = false;
  if (!experiment_) takeLoad();  // a run that is still ending keeps its model until its last record
}

void RunController::takeDevice(const DeviceReport& report) {
  // While a run goes on the device may have been changed for another: it is live again.
  if (underWay_ && window_.state() == ui::RunState::Connecting) window_.setState(ui::RunState::Running);
  if (!report.problem.empty()) {
    device_.choice = report.choice;  // as it still is
    window_.tell(ui::LogModel::Kind::Trouble, QString::fromStdString(report.problem));
  }
  window_.setDeviceName(deviceName(report.choice));
  Q_EMIT deviceStateChanged({ui::DeviceState::Kind::Ready, machineText(report), -1});
  Q_EMIT deviceReported(report);
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
    window_.noteOpened(loadPath_);
    showModel(std::move(model));
  } else {
    window_.setState(ui::RunState::Failed, error);
  }
}

void RunController::exportFigures(const QString& directory) {
  if (exporting_ || recording_.isEmpty()) {
    window_.tell(ui::LogModel::Kind::Info, exporting_ ? tr("Figures are still being written: wait for that first.")
                                                      : tr("There is no run to export yet: start one first."));
    return;
  }
  exporting_ = true;
  exporter_ = std::jthread([this, file = recording_, directory] {
    QString notice;
    bool trouble = false;
    try {
      // It may have been packed a moment ago.
      const QString there = QFileInfo::exists(file) ? file : RunArchive::bundlePathOf(file);
      const Run run = readAnyRun(there.toStdString());
      const auto text = [](const std::string& value) { return QString::fromStdString(value); };
      ui::exportRunFigures({text(run.header.model + ", " + run.header.policy), run.header.network, run.records,
                            text(run.header.model + " " + run.header.modelChecksum), text(run.header.policy),
                            QString::number(run.header.seed), text(run.header.version), text(run.header.machine)},
                           directory, {.pdf = true, .svg = true, .png = true});
      notice = tr("Figures of %1 requests were written to %2.").arg(run.records.size()).arg(directory);
    } catch (const std::exception& error) {
      notice = QString::fromUtf8(error.what());
      trouble = true;
    }
    const std::scoped_lock lock(mailbox_.mutex);
    mailbox_.notice = notice;
    mailbox_.trouble = trouble;
    mailbox_.exported = true;
  });
}

}  // namespace cleave::workbench
