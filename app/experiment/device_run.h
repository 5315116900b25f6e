// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "app/experiment/beliefs.h"
#include "app/experiment/device_session.h"
#include "app/experiment/edge_load_meter.h"
#include "app/experiment/experiment.h"
#include "app/experiment/measured_table.h"
#include "app/experiment/phase_reporter.h"
#include "app/experiment/request_runner.h"
#include "app/experiment/run_clock.h"
#include "app/experiment/run_recorder.h"
#include "app/experiment/scenario_driver.h"
#include "core/network/network_runtime.h"
#include "rl/policies/policy.h"

namespace cleave {

/// One run with one device, on the thread that calls it: observe, decide, request, record.
class DeviceRun {
 public:
  /// All references outlive the run.
  DeviceRun(const Model& model, const ExperimentOptions& options, const ExperimentEvents& events);

  /// Agent, model, frames, profile, journal. @param settings as they are at first
  /// @param started a local agent, or nothing: taken if it is as the settings want it
  void prepare(const LiveSettings& settings, std::shared_ptr<LocalAgent> started, const std::stop_token& stop);
  /// @param nextSettings called before every request; may block while the run is paused
  /// @throws Error when the connection ends, the disk is full, or request after request fails
  void run(const std::function<LiveSettings()>& nextSettings, const std::stop_token& stop);

 private:
  [[nodiscard]] RunHeader header(const LiveSettings& settings) const;
  /// The run's time, and a scenario's, begin now.
  void begin(const LiveSettings& settings, const std::stop_token& stop);
  void apply(const LiveSettings& settings, const std::stop_token& stop);
  /// Takes and asks for what is believed of link and machines. @param until when the next request is due
  void refreshBeliefs(RunClock::Clock::time_point until, const std::stop_token& stop);
  /// Waits until the next request comes.
  void awaitArrival(const std::stop_token& stop);
  /// Decides and carries out one request. @param context what it was decided from
  RequestRecord request(std::uint64_t id, DecisionContext& context, const std::stop_token& stop);
  [[nodiscard]] int decide(DecisionContext& context);

  /// A device that holds model and frames. @throws Error; Cancelled
  [[nodiscard]] std::unique_ptr<DeviceSession> readyDevice(const DeviceChoice& choice, const std::stop_token& stop);
  /// Another agent, emulation or precision: the run goes on with it, or with the one before and a problem told.
  /// @throws Error when there is none left to go on with
  void changeDevice(const LiveSettings& settings, const std::stop_token& stop);
  /// The same agent with another precision. @returns what went wrong; the device is then as it was
  std::string replaceModel(const std::stop_token& stop);
  /// Another agent, beside the one that there is until it is ready. @returns as replaceModel
  std::string replaceDevice(const std::stop_token& stop);

  const Model& model_;
  const ExperimentOptions& options_;
  const ExperimentEvents& events_;
  PhaseReporter report_;
  RunClock clock_;
  NetworkRuntime runtime_;
  MeasuredTable table_;
  std::shared_ptr<const SampleSet> samples_;
  RunRecorder recorder_;
  ScenarioDriver driver_;
  Beliefs beliefs_;
  std::optional<EdgeLoadMeter> edgeMeter_;
  RequestRunner runner_;
  std::unique_ptr<DeviceSession> device_;
  std::uint64_t linkEpoch_ = 0;  ///< connections so far
  DeviceChoice tried_;           ///< that was asked for last: the device's, unless it failed
  int threads_ = 1;              ///< of a local agent
  std::unique_ptr<Policy> policy_;
  LiveSettings applied_;
  ArrivalClock::Arrival arrival_;
  std::string notice_;  ///< of the preparation, told when the run has begun; may be empty
};

}  // namespace cleave
