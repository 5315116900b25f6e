// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/device/device_controller.h"

#include <utility>

#include "app/workbench/adapters/ui_data.h"
#include "core/types/error.h"

namespace cleave::workbench {
namespace {

constexpr qsizetype kMostRecent = 8;

const QString& editedId() {
  static const QString id = QStringLiteral("the editor's");
  return id;
}

bool drawn(const ui::DeviceSettings& settings) {
  return settings.link == ui::DeviceSettings::Link::Scenario || settings.link == ui::DeviceSettings::Link::Trace;
}

/// What the link is drawn from; the same text draws the same.
QString linkOf(const ui::DeviceSettings& settings) {
  if (settings.link == ui::DeviceSettings::Link::Scenario) return QStringLiteral("s:") + settings.scenario;
  return settings.link == ui::DeviceSettings::Link::Trace ? QStringLiteral("t:") + settings.trace : QString();
}

}  // namespace

DeviceController::DeviceController(ui::DevicePanel& panel, RunController& runs, std::uint64_t seed, QObject* parent)
    : QObject(parent), panel_(panel), runs_(runs), seed_(seed), profile_(panel) {
  const RunDevice& device = runs.device();
  applied_.agent = QString::fromStdString(device.choice.agent);
  applied_.emulate = QString::fromStdString(device.choice.emulate);
  applied_.int8 = device.choice.precision == DevicePrecision::Int8;
  if (device.linkMbps > 0) {
    applied_.link = ui::DeviceSettings::Link::Rate;
    applied_.rateMbps = device.linkMbps;
  }
  wanted_ = applied_;
  panel_.setSettings(applied_);
  connect(&panel_, &ui::DevicePanel::settingsChanged, this, &DeviceController::take);
  connect(&panel_, &ui::DevicePanel::profileRequested, this, [this] {
    const auto problem = runs_.running() ? tr("A run keeps the device busy and would distort the times. Stop it before "
                                              "profiling.")
                         : !runs_.model() ? tr("Open a model first, so that its layers can be timed.")
                                          : QString();
    if (!problem.isEmpty()) return panel_.setProfileState({ui::DeviceState::Kind::Failed, problem, -1});
    profile_.start(runs_.model(), runs_.device());
  });
  connect(&panel_, &ui::DevicePanel::profileStopRequested, this, [this] { profile_.stop(); });
  connect(&runs_, &RunController::deviceStateChanged, &panel_, &ui::DevicePanel::setState);
  connect(&runs_, &RunController::deviceReported, this, &DeviceController::showReport);
  connect(&runs_, &RunController::linkRateChosen, this, &DeviceController::showRate);
}

RunDevice DeviceController::runDevice() const {
  RunDevice device;
  const bool local = wanted_.agent == QLatin1String("local");
  device.choice = {wanted_.agent.toStdString(), local ? wanted_.emulate.toStdString() : "none",
                   wanted_.int8 ? DevicePrecision::Int8 : DevicePrecision::Float32};
  device.threads = threadsSet_ ? wanted_.threads : 0;
  device.load = wanted_.load;
  device.linkMbps = wanted_.link == ui::DeviceSettings::Link::Rate ? wanted_.rateMbps : 0;
  device.scenario = wantedScenario_;
  return device;
}

void DeviceController::take(const ui::DeviceSettings& settings) {
  const ui::DeviceSettings before = std::exchange(wanted_, settings);
  if (settings.agent != before.agent) {
    threadsSet_ = false;
  } else if (settings.threads != before.threads) {
    threadsSet_ = true;
  }
  if (linkOf(settings) != linkOf(before)) {
    wantedScenario_.reset();
    drawing_ = false;
    if (drawn(settings)) return drawLink();
    panel_.setLinkPreview({});
  }
  if (!drawing_) apply();
}

void DeviceController::drawLink() {
  drawing_ = true;
  drawn_.request_stop();
  panel_.setLinkPreview({});
  if (wanted_.link == ui::DeviceSettings::Link::Scenario && wanted_.scenario == editedId()) {
    ScenarioCheck check;
    check.live = editedScenario_;
    return takeLink(check);
  }
  const QString link = linkOf(wanted_);
  const bool trace = wanted_.link == ui::DeviceSettings::Link::Trace;
  const std::string source = (trace ? wanted_.trace : wanted_.scenario).toStdString();
  const auto isWanted = [this, link] { return drawing_ && link == linkOf(wanted_); };
  drawn_ = drawer_.submit(
      [trace, source, seed = seed_](const std::stop_token&) {
        return trace ? checkTrace(source, seed) : checkScenarioFile(source, seed);
      },
      [this, isWanted](const ScenarioCheck& check) {
        if (isWanted()) takeLink(check);
      },
      [this, isWanted](const QString& error) {
        if (!isWanted()) return;
        drawing_ = false;
        keepAsItWas(error);
      },
      BackgroundWorker::newest());
}

void DeviceController::takeLink(const ScenarioCheck& check) {
  drawing_ = false;
  if (!check.problem.isEmpty()) return keepAsItWas(check.problem);
  wantedScenario_ = check.live;
  panel_.setLinkPreview(check.preview.mbps.empty() ? previewOf(check.live->scenario, *check.live->conditions)
                                                   : check.preview);
  apply();
}

void DeviceController::apply() {
  try {
    runs_.setDevice(runDevice());
    applied_ = wanted_;
    scenario_ = wantedScenario_;
    panel_.setProblem({});
  } catch (const Error& error) {
    keepAsItWas(QString::fromUtf8(error.what()));
  }
}

void DeviceController::keepAsItWas(const QString& problem) {
  wanted_ = applied_;
  wantedScenario_ = scenario_;
  threadsSet_ = runs_.device().threads > 0;
  panel_.setSettings(applied_);
  panel_.setLinkPreview(scenario_ ? previewOf(scenario_->scenario, *scenario_->conditions) : ui::ConditionsPreview{});
  panel_.setProblem(problem);
}

void DeviceController::showReport(const DeviceReport& report) {
  // A change that failed on the way: the panel shows what there is.
  for (auto* settings : {&applied_, &wanted_}) {
    settings->agent = QString::fromStdString(report.choice.agent);
    if (report.choice.agent == "local") settings->emulate = QString::fromStdString(report.choice.emulate);
    settings->int8 = report.choice.precision == DevicePrecision::Int8;
    if (report.emulated.empty()) settings->threads = report.threads;
  }
  panel_.setSettings(wanted_);
  panel_.setProblem(QString::fromStdString(report.problem));
  if (report.choice.agent == "local") return;
  const QString address = QString::fromStdString(report.choice.agent);
  recent_.removeAll(address);
  recent_.prepend(address);
  recent_ = recent_.mid(0, kMostRecent);
  panel_.setRecentDevices(recent_);
  Q_EMIT recentDevicesChanged(recent_);
}

void DeviceController::showRate(double mbps) {
  drawing_ = false;
  wantedScenario_.reset();
  wanted_.link = mbps > 0 ? ui::DeviceSettings::Link::Rate : ui::DeviceSettings::Link::AsItIs;
  if (mbps > 0) wanted_.rateMbps = mbps;
  applied_ = wanted_;
  scenario_.reset();
  panel_.setLinkPreview({});
  panel_.setSettings(wanted_);
}

void DeviceController::setRecentDevices(const QStringList& addresses) {
  recent_ = addresses;
  panel_.setRecentDevices(recent_);
}

void DeviceController::setScenarios(const std::vector<ui::ScenarioChoice>& scenarios) {
  scenarios_ = scenarios;
  listScenarios();
}

void DeviceController::listScenarios() {
  auto all = scenarios_;
  if (!edited_.name.isEmpty()) all.push_back(edited_);
  panel_.setScenarios(all);
  wanted_.scenario = panel_.settings().scenario;
  if (applied_.link != ui::DeviceSettings::Link::Scenario) applied_.scenario = wanted_.scenario;
  panel_.setSettings(wanted_);
}

void DeviceController::useScenario(const QString& title, const QString& id,
                                   std::shared_ptr<const LiveScenario> scenario) {
  const bool kept = !id.isEmpty();
  if (!kept) {
    edited_ = {editedId(), title, tr("Current text of the scenario editor"), false};
    editedScenario_ = scenario;
    listScenarios();
  }
  wanted_.link = ui::DeviceSettings::Link::Scenario;
  wanted_.scenario = kept ? id : editedId();
  panel_.setSettings(wanted_);
  ScenarioCheck check;
  check.live = std::move(scenario);
  takeLink(check);
}

}  // namespace cleave::workbench
