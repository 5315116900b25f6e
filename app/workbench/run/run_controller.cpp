// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/run/run_controller.h"

#include <QFileInfo>
#include <utility>

#include "app/common/trained_policies.h"
#include "app/workbench/adapters/ui_data.h"
#include "core/types/error.h"
#include "rl/policies/make_policy.h"
#include "ui/map/network_map.h"
#include "ui/panels/log_model.h"
#include "ui/panels/sample_panel.h"
#include "ui/theme/plural.h"

namespace cleave::workbench {
namespace {

constexpr int kBeforeLeftoversMs = 5000;  // after the start, which has enough to do

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
  if (!report.emulated.empty()) said = QObject::tr("%1, emulating %2").arg(said, text(report.emulated));
  return said + QStringLiteral(" · ") + ui::plural(report.threads, QObject::tr("%n thread"), QObject::tr("%n threads"));
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
  connectWindow();
  connectSession();
  connectFiles();
  QTimer::singleShot(kBeforeLeftoversMs, &archive_, &RunArchive::packLeftovers);
}

RunController::~RunController() = default;

void RunController::connectWindow() {
  connect(&window_, &ui::RunWindow::startRequested, this, &RunController::start);
  connect(&window_, &ui::RunWindow::stopRequested, this, &RunController::endRun);
  connect(&window_, &ui::RunWindow::settingsChanged, this, &RunController::change);
  connect(&window_, &ui::RunWindow::exportRequested, this, &RunController::exportFigures);
  connect(&window_, &ui::RunWindow::pauseRequested, this, [this] {
    session_.setPaused(true);
    window_.setState(ui::RunState::Paused);
  });
  connect(&window_, &ui::RunWindow::resumeRequested, this, [this] {
    session_.setPaused(false);
    window_.setState(ui::RunState::Running);
  });
  if (auto* map = window_.findChild<ui::NetworkMap*>()) features_.serve(*map);
  if (auto* sample = window_.findChild<ui::SamplePanel*>()) features_.serve(*sample);
}

void RunController::connectSession() {
  connect(&session_, &RunSession::preparing, this, [this](const QString& text, const ui::DeviceState& state) {
    window_.setState(ui::RunState::Connecting, text);
    Q_EMIT deviceStateChanged(state);
  });
  connect(&session_, &RunSession::deviceReady, this, &RunController::takeDevice);
  connect(&session_, &RunSession::samplesLoaded, this, [this](const std::shared_ptr<const SampleSet>& samples) {
    features_.setModel(model_, device_.choice.precision);  // a recorded run may have had another one
    features_.setFrames(samples);
    window_.setFrames(samples->width, samples->height, samples->frames);
  });
  connect(&session_, &RunSession::started, this, [this] { window_.setState(ui::RunState::Running); });
  connect(&session_, &RunSession::recorded, &window_, &ui::RunWindow::appendRecords);
  connect(&session_, &RunSession::noticed, this,
          [this](const QString& notice) { window_.notify(ui::LogModel::Kind::Info, notice); });
  connect(&session_, &RunSession::ended, this, [this](const QString& error) {
    window_.setState(error.isEmpty() ? ui::RunState::Finished : ui::RunState::Failed, error);
  });
  connect(&session_, &RunSession::closed, this, &RunController::takeEnd);
}

void RunController::connectFiles() {
  const auto warn = [this](const QString& error) { window_.notify(ui::LogModel::Kind::Error, error); };
  connect(&loader_, &ModelLoader::loaded, this, &RunController::takeLoad);
  const auto follow = [this](const QString& journal, const QString& file) {
    if (journal != recording_) return;
    recording_ = file;
    window_.setRecordingPath(file);
  };
  connect(&archive_, &RunArchive::packed, this, follow);
  connect(&archive_, &RunArchive::discarded, this, [follow](const QString& journal) { follow(journal, {}); });
  connect(&archive_, &RunArchive::packingFailed, this, [warn](const QString&, const QString& error) { warn(error); });
  connect(&exporter_, &FigureExporter::failed, this, warn);
  connect(&exporter_, &FigureExporter::exported, this,
          [this](const QString& notice) { window_.notify(ui::LogModel::Kind::Info, notice); });
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

void RunController::openModel(const QString& file, bool thenStart) {
  startAfterEnd_.reset();
  session_.stop();
  startAfterLoad_ = thenStart;
  loaded_.reset();
  loader_.load(file);
}

void RunController::takeLoad(const LoadedModel& result) {
  if (running()) {  // until its last record the run keeps its model
    loaded_ = result;
  } else if (result.model) {
    showModel(result);
  } else {
    window_.setState(ui::RunState::Failed, result.error);
  }
}

void RunController::showModel(const LoadedModel& result) {
  window_.noteOpened(result.file);
  model_ = result.model;
  window_.setModel(summaryOf(model_->manifest));
  features_.setModel(model_, device_.choice.precision);
  Q_EMIT modelOpened(result.file);
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
    if (running()) {
      session_.change(liveSettings(settings));
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
  if (!session_.isUnderWay()) window_.setDeviceName(deviceName(device.choice));  // else when it is ready
}

void RunController::start(const ui::RunSettings& settings) {
  if (!model_) return;
  if (running()) {  // the run before has to end first; takeEnd() comes back here
    startAfterEnd_ = settings;
    session_.stop();
    return;
  }
  ExperimentOptions options = base_;
  options.settings = liveSettings(settings);
  const QString journal = archive_.newJournalPath();
  options.journal = journal.toStdString();
  try {
    session_.start(model_, options, watcher_);
  } catch (const Error& error) {
    window_.setState(ui::RunState::Failed, QString::fromUtf8(error.what()));
    return;
  }
  base_.startedAgent.reset();  // the first run has it
  recording_ = journal;
  settings_ = settings;
  Q_EMIT settingsTaken(settings);
  window_.clearRun();
  window_.setRecordingPath(journal);
  window_.setState(ui::RunState::Connecting, tr("Starting"));
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
    session_.change(liveSettings(settings));
  } catch (const Error& error) {
    window_.setSettings(settings_);
    window_.notify(ui::LogModel::Kind::Error, QString::fromUtf8(error.what()));
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
  window_.notify(ui::LogModel::Kind::Info, running() ? tr("The new policy takes effect with the next request.")
                                                     : tr("The new policy takes effect with the next run."));
  return true;
}

void RunController::endRun() {
  startAfterEnd_.reset();
  startAfterLoad_ = false;
  session_.stop();
}

void RunController::setShownRun(const QString& file) {
  recording_ = file;
  features_.setFrames(nullptr);  // whichever images it saw, they are not those of the last run
}

void RunController::setShownFrames(std::shared_ptr<const SampleSet> frames, DevicePrecision precision) {
  features_.setModel(model_, precision);
  features_.setFrames(std::move(frames));
}

void RunController::takeEnd(const QString& error) {
  archive_.pack(recording_);
  const auto kind = error.isEmpty() ? ui::DeviceState::Kind::Off : ui::DeviceState::Kind::Failed;
  Q_EMIT deviceStateChanged({kind, error, -1});
  if (startAfterEnd_) start(*std::exchange(startAfterEnd_, std::nullopt));
  if (loaded_ && !running()) takeLoad(*std::exchange(loaded_, std::nullopt));
}

void RunController::takeDevice(const DeviceReport& report) {
  // While a run goes on the device may have been changed for another: it is live again.
  if (session_.isUnderWay() && window_.state() == ui::RunState::Connecting) window_.setState(ui::RunState::Running);
  if (!report.problem.empty()) {
    device_.choice = report.choice;  // as it still is
    window_.notify(ui::LogModel::Kind::Error, QString::fromStdString(report.problem));
  }
  window_.setDeviceName(deviceName(report.choice));
  Q_EMIT deviceStateChanged({ui::DeviceState::Kind::Ready, machineText(report), -1});
  Q_EMIT deviceReported(report);
}

void RunController::exportFigures(const QString& directory) {
  if (recording_.isEmpty()) {
    window_.notify(ui::LogModel::Kind::Info, tr("There is no run to export. Start one first."));
  } else if (!exporter_.exportRun(recording_, directory)) {
    window_.notify(ui::LogModel::Kind::Info, tr("Figures are still being exported. Wait until that is done."));
  }
}

}  // namespace cleave::workbench
