// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

#include "app/experiment/arrival_clock.h"
#include "app/experiment/edge_executor.h"
#include "app/experiment/experiment.h"
#include "app/experiment/local_agent.h"
#include "app/runs/run_journal.h"
#include "core/network/network_runtime.h"
#include "core/system/system_monitor.h"
#include "net/tcp/agent_link.h"
#include "rl/observe/state_estimator.h"
#include "rl/policies/policy.h"
#include "rl/predict/decision_table.h"

namespace cleave {

/// One run of an Experiment, on the thread that calls it: everything that lives from connecting to the last record.
class ExperimentLoop {
 public:
  /// All references outlive the loop.
  ExperimentLoop(const Model& model, const ExperimentOptions& options, const ExperimentEvents& events);

  /// Agent, model, frames, profile, journal. @param settings as they are at first
  /// @param started a local agent, or nothing: taken if it is as the settings want it
  void prepare(const LiveSettings& settings, std::shared_ptr<LocalAgent> started, const std::stop_token& stop);
  /// @param nextSettings called before every request; may block while the run is paused
  void run(const std::function<LiveSettings()>& nextSettings, const std::stop_token& stop);

 private:
  using Clock = std::chrono::steady_clock;

  [[nodiscard]] LocalAgentOptions agentOptions(const LiveSettings& settings) const;
  /// Unless there is one.
  void startAgent(const LiveSettings& settings);
  void connect(const LiveSettings& settings, const std::stop_token& stop);
  void deploy(const std::stop_token& stop);
  void pushImages(const std::stop_token& stop);
  void timeLayers(const std::stop_token& stop);
  void warmUp(const std::stop_token& stop);
  [[nodiscard]] DeviceReport reportOf(std::string problem = {}) const;
  [[nodiscard]] RunHeader header(const LiveSettings& settings) const;
  /// Tells the phase's progress with the time it will still take.
  void report(const std::string& what, double done);

  /// To the journal and to whoever watches; a full disk ends the run, but the record is told.
  void keep(const RequestRecord& record);
  /// Writes down what the user changed since the request before.
  void note(const LiveSettings& settings, std::uint64_t id);
  /// The run's time, and a scenario's, begin now.
  void begin(const LiveSettings& settings, const std::stop_token& stop);
  void apply(const LiveSettings& settings, const std::stop_token& stop);
  /// The scenario's, else the default.
  [[nodiscard]] Reward reward() const;
  /// Another agent, emulation or precision: the run goes on with it, or with the one before and a problem told.
  void changeDevice(const LiveSettings& settings, const std::stop_token& stop);
  void redeploy(const LiveSettings& settings, const std::stop_token& stop);
  void reconnect(const LiveSettings& settings, const std::stop_token& stop);
  void changeScenario(const LiveSettings& settings, const std::stop_token& stop);
  /// The scenario's link from where it is now.
  void resumeTrace(const std::stop_token& stop);
  void restartArrivals();
  /// Load on the device now, the scenario's and the user's.
  void followLoads(const LiveSettings& settings, const std::stop_token& stop);
  [[nodiscard]] double linkRate(const LiveSettings& settings) const;
  /// What the link carries at that moment of the run, where it is known. Mbit/s
  [[nodiscard]] double trueLinkMbps(double atS) const;
  RequestRecord request(std::uint64_t id, const std::stop_token& stop);
  void carryOut(RequestRecord& record, const std::stop_token& stop);
  /// How both machines fare, and what the answer is worth.
  void judge(RequestRecord& record) const;
  void finishOnEdge(RequestRecord& record, const net::RequestReply& reply, const std::stop_token& stop);
  /// The transfer was given up and the device has made the result.
  void takeFallback(RequestRecord& record, const net::RequestReply& reply, const std::stop_token& stop);
  /// Other work on the edge, as the scenario has it: what it computed takes longer.
  void stretchEdge(RequestRecord& record) const;
  /// What one finished request shows of the link and of both sides' load.
  void learn(RequestRecord& record, const std::stop_token& stop);
  [[nodiscard]] Observation observe();
  /// Waits until the next request comes.
  void awaitArrival(const std::stop_token& stop);
  /// In the scenario's own time.
  [[nodiscard]] double scenarioSeconds() const { return seconds() - scenarioStartS_; }
  [[nodiscard]] double seconds() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }

  const Model& model_;
  const ExperimentOptions& options_;
  const ExperimentEvents& events_;
  NetworkRuntime runtime_;
  EdgeExecutor edge_;
  DecisionSpace space_;
  AccuracyTable accuracy_;
  LatencyModel latency_;
  std::optional<DecisionTable> table_;  ///< after profiling
  StateEstimator estimator_;
  std::shared_ptr<const SampleSet> samples_;
  std::shared_ptr<LocalAgent> agent_;
  std::unique_ptr<net::AgentLink> link_;
  DeviceChoice device_;  ///< that the run has
  DeviceChoice tried_;   ///< that was asked for last: the same, unless it failed
  std::optional<RunJournal> journal_;
  std::unique_ptr<Policy> policy_;
  SystemMonitor monitor_;  ///< of the edge
  LiveSettings applied_;
  LiveSettings noted_;                 ///< what journal and watchers know
  std::vector<std::string> policies_;  ///< as policiesOf() has them
  double appliedMbps_ = 0;
  int appliedThreads_ = 0;
  std::shared_ptr<const LiveScenario> scenario_;  ///< that is under way
  double scenarioStartS_ = 0;
  Clock::time_point start_;
  std::optional<ArrivalClock> arrivals_;
  double arrivalsStartS_ = 0;
  ArrivalClock::Arrival arrival_;
  double deviceShare_ = 0;             ///< load that the agent was told of
  std::uint64_t retransmissions_ = 0;  ///< by the device until the last request
  std::string notice_;                 ///< of the preparation, told when the run has begun; may be empty
  std::string phase_;
  Clock::time_point phaseStart_;
};

}  // namespace cleave
