// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <stop_token>

#include "app/experiment/arrival_clock.h"
#include "app/experiment/live_settings.h"
#include "app/experiment/run_clock.h"
#include "net/tcp/agent_link.h"

namespace cleave {

/// Puts a run's conditions into force: the link, loads and arrivals of its scenario, or of its settings where there is
/// none.
class ScenarioDriver {
 public:
  /// @param requestsPerSecond without a scenario; 0: one after the other @param clock outlives this
  ScenarioDriver(double requestsPerSecond, std::uint64_t seed, const RunClock& clock)
      : perSecond_(requestsPerSecond), seed_(seed), clock_(clock) {}

  /// The scenario's time, if there is one, begins now.
  void begin(std::shared_ptr<const LiveScenario> scenario, net::AgentLink& link, const std::stop_token& stop);
  /// What holds from now on. @returns whether the scenario is another one
  bool apply(const LiveSettings& settings, net::AgentLink& link, const std::stop_token& stop);
  /// To be called for a device that was put at rest: puts it under the same conditions.
  void resume(net::AgentLink& link, const std::stop_token& stop);

  /// The next request, in the run's time. @param doneS when the last one was done
  ArrivalClock::Arrival next(double doneS);
  /// Counts arrivals from now on: nobody asked meanwhile.
  void restartArrivals();

  /// What the link carries at that moment of the run, where it is known. Mbit/s
  [[nodiscard]] double linkMbps(double atS) const;
  /// Other work on the edge now, as the scenario has it: share of its time.
  [[nodiscard]] double edgeLoad() const;
  /// When transfers are given up; 0: never.
  [[nodiscard]] double giveUpMs() const { return scenario_ ? scenario_->scenario.giveUpMs : 0; }
  /// The scenario's, else the default.
  [[nodiscard]] Reward reward() const { return scenario_ ? scenario_->scenario.reward : Reward{}; }

 private:
  /// In the scenario's own time.
  [[nodiscard]] double scenarioSeconds() const { return clock_.seconds() - scenarioStartS_; }
  [[nodiscard]] double rateOf(const LiveSettings& settings) const;
  void applyLoad(double userShare, net::AgentLink& link, const std::stop_token& stop);

  double perSecond_;
  std::uint64_t seed_;
  const RunClock& clock_;
  std::shared_ptr<const LiveScenario> scenario_;  ///< that is under way
  double scenarioStartS_ = 0;
  std::optional<ArrivalClock> arrivals_;
  double arrivalsStartS_ = 0;
  // What the agent was told:
  double mbps_ = 0;
  int threads_ = 0;
  double deviceShare_ = 0;
};

}  // namespace cleave
