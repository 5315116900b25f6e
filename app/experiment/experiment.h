// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>

#include "app/experiment/experiment_events.h"
#include "app/experiment/live_settings.h"
#include "core/model/model.h"
#include "rl/predict/machines.h"

namespace cleave {

class LocalAgent;

struct ExperimentOptions {
  std::string agent = "local";  ///< "local" starts one, else HOST:PORT
  LiveSettings settings;
  std::uint64_t requests = 0;    ///< 0 = until stopped
  double requestsPerSecond = 0;  ///< 0 = one after the other without a pause
  std::uint64_t seed = 1;
  int samples = 256;              ///< frames held by the device
  std::string dataFolder;         ///< of the data set; empty: its usual place
  std::filesystem::path journal;  ///< folder that the run is recorded to; empty: it is not
  int deviceThreads = 1;          ///< of a local agent
  DevicePrecision devicePrecision = DevicePrecision::Float32;
  std::string emulate = "none";  ///< by a local agent: raspberrypi4, raspberrypi4:1, a profile's file, none
  /// One that was started ahead, because that takes a while. The first run takes it if it is as that run wants it.
  std::shared_ptr<LocalAgent> startedAgent = {};
  /// As settings.scenario, with its target and, for a local agent, its device: in place of what says the same above.
  std::shared_ptr<const LiveScenario> scenario = {};
  /// What both machines take, where it is known already: else it is measured first, roughly.
  std::shared_ptr<const Machines> machines = {};
};

/// The experiment loop that GUI and command line share: observe, decide, request, record. `run` blocks; the other
/// members may be called from any thread.
class Experiment {
 public:
  /// Reads nothing and connects to nothing yet.
  /// @throws UsageError when a setting is wrong for this model
  Experiment(std::shared_ptr<const Model> model, ExperimentOptions options);

  /// @throws Cancelled when stopped before the first request; Error when preparation or the link fails.
  /// A stop during the loop ends it after the request in flight has been recorded or dropped, without an exception.
  void run(const ExperimentEvents& events, const std::stop_token& stop);

  /// What is cheap counts with the next request. Another device is made ready before it, which takes seconds, and when
  /// that fails the run goes on with the one it has and says so (ExperimentEvents::device).
  /// @throws UsageError or Error with one sentence, and changes nothing, when a setting is wrong for this model
  void change(const LiveSettings& settings);
  void setPaused(bool paused);

 private:
  [[nodiscard]] LiveSettings settings() const;
  void waitWhilePaused(const std::stop_token& stop);

  std::shared_ptr<const Model> model_;
  ExperimentOptions options_;
  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  LiveSettings settings_;
  bool paused_ = false;
};

}  // namespace cleave
