// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

#include "app/experiment/device_choice.h"
#include "app/experiment/live_scenario.h"
#include "app/experiment/sample_set.h"
#include "app/runs/run_journal.h"
#include "core/model/model.h"
#include "core/types/request_record.h"
#include "rl/predict/machines.h"
#include "rl/predict/reward.h"

namespace cleave {

class LocalAgent;

/// What may change while a run goes on; each change takes effect with the next request.
struct LiveSettings {
  std::string policy = "greedy";
  double targetMs = 100;    ///< 0 = none
  double linkMbps = 0;      ///< rate limit on the agent's sending side; 0 = the link as it is
  bool fadingLink = false;  ///< the demonstration's link: the rate wanders between 1/8 and 4 times linkMbps
  double deviceLoad = 0;    ///< share of the device's cores that other work takes, 0..kMostLoad
  int deviceThreads = 0;    ///< that one layer may use; 0 = as the agent was started
  /// In place of the rate: link, round trip, loads, arrivals, reward and give-up of this one, from its beginning when
  /// it is set; its load on the device comes on top of deviceLoad. A trace is a scenario with nothing else in it. The
  /// target stays targetMs.
  std::shared_ptr<const LiveScenario> scenario = {};
  std::optional<DeviceChoice> device = {};  ///< nothing: the one that the run has, at its start as the options say

  friend bool operator==(const LiveSettings&, const LiveSettings&) = default;
};

struct ExperimentOptions {
  std::string agent = "local";  ///< "local" starts one, else HOST:PORT
  LiveSettings settings;
  std::uint64_t requests = 0;    ///< 0 = until stopped
  double requestsPerSecond = 0;  ///< 0 = one after the other without a pause
  std::uint64_t seed = 1;
  int samples = 256;              ///< frames held by the device
  std::string dataFolder;         ///< of the data set; empty: its usual place
  std::filesystem::path journal;  ///< empty: the run is not recorded
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

/// What an experiment tells while it runs; all calls come from its own thread.
struct ExperimentEvents {
  /// Preparation: what is being done, how far (0..1), and the seconds it will still take (negative: unknown).
  std::function<void(const std::string& what, double done, double etaS)> phase = [](auto&&...) {};
  std::function<void(const RunHeader& header, std::shared_ptr<const SampleSet> samples)> started = [](auto&&...) {};
  std::function<void(const RequestRecord& record)> record = [](auto&&...) {};
  /// The device is ready, at first and after every change of it.
  std::function<void(const DeviceReport& report)> device = [](auto&&...) {};
  /// A setting was changed, from the next record on.
  std::function<void(const RunChange& change)> changed = [](auto&&...) {};
  /// After the start: a sentence that the user should know, though the run goes on, such as that this machine cannot
  /// keep up with the device that it emulates.
  std::function<void(const std::string& sentence)> notice = [](auto&&...) {};
  /// At first, and when another device or scenario changes it: what policies choose from on the machines of this run,
  /// and what rewards go by. May be empty.
  std::function<void(std::shared_ptr<const DecisionTable> table, const Reward& reward)> tabled = {};
  /// Before every request: its number, what the policy saw, and the index of what it chose. Must be cheap; may be
  /// empty.
  std::function<void(std::uint64_t request, const Observation& observation, int decision)> observed = {};
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
