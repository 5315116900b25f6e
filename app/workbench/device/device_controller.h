// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>
#include <cstdint>
#include <memory>
#include <vector>

#include "app/workbench/background/background_worker.h"
#include "app/workbench/device/profile_job.h"
#include "app/workbench/run/run_controller.h"
#include "app/workbench/scenario/scenario_check.h"
#include "ui/device/device_panel.h"

namespace cleave::workbench {

/// Binds the device panel to the run: what the user sets there counts with the next request, and what cannot be is put
/// back and told in one sentence. Scenarios and traces are drawn on a worker.
class DeviceController : public QObject {
  Q_OBJECT

 public:
  /// @param seed of what scenarios draw at random, as the run's
  DeviceController(ui::DevicePanel& panel, RunController& runs, std::uint64_t seed, QObject* parent = nullptr);

  /// Addresses of other agents, the latest first; kept by the caller.
  void setRecentDevices(const QStringList& addresses);
  void setScenarios(const std::vector<ui::ScenarioChoice>& scenarios);
  /// "Use in this run" of the scenario editor. @param id as ScenarioController::used has it
  void useScenario(const QString& title, const QString& id, std::shared_ptr<const LiveScenario> scenario);

 Q_SIGNALS:
  void recentDevicesChanged(const QStringList& addresses);

 private:
  void take(const ui::DeviceSettings& settings);
  /// Draws what the link follows, then applies all that is wanted by then.
  void drawLink();
  void takeLink(const ScenarioCheck& check);
  void apply();
  void keepAsItWas(const QString& problem);
  void showReport(const DeviceReport& report);
  void showRate(double mbps);
  void listScenarios();
  [[nodiscard]] RunDevice runDevice() const;

  ui::DevicePanel& panel_;
  RunController& runs_;
  std::uint64_t seed_;
  ui::DeviceSettings applied_;                          ///< that the run has
  ui::DeviceSettings wanted_;                           ///< that the panel shows
  std::shared_ptr<const LiveScenario> scenario_;        ///< of applied_
  std::shared_ptr<const LiveScenario> wantedScenario_;  ///< of wanted_; nothing while it is being drawn
  bool drawing_ = false;
  bool threadsSet_ = false;  ///< by the user; else the agent keeps the number that it was started with
  std::vector<ui::ScenarioChoice> scenarios_;
  ui::ScenarioChoice edited_;  ///< the editor's text, where it is kept nowhere; no name: there is none
  std::shared_ptr<const LiveScenario> editedScenario_;
  QStringList recent_;
  ProfileJob profile_;
  std::stop_source drawn_{std::nostopstate};                            ///< what is being drawn
  BackgroundWorker drawer_{*this, BackgroundWorker::Priority::Normal};  // last: its results need the rest
};

}  // namespace cleave::workbench
