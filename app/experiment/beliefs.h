// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <stop_token>

#include "app/experiment/run_clock.h"
#include "core/types/request_record.h"
#include "net/tcp/agent_link.h"
#include "rl/observe/state_estimator.h"
#include "rl/predict/decision_table.h"

namespace cleave {

/// What a run believes of link and loads, and all that it learns that from: the one place where a run meets the
/// estimator that simulated environments have, too. Times are the run's.
class Beliefs {
 public:
  /// A run begins, or another link: nothing is known but this round trip.
  void restart(double rttMs, double atS) {
    state_ = {};
    state_.note(RoundTripSeen{rttMs, atS});
    probeAtS_ = atS;
    edgeAtS_ = atS;
  }
  /// Another device.
  void forgetDevice() { state_.forgetDevice(); }

  /// What a finished request shows. @param serializationMs of its feature, where it was measured
  /// @param atS when it ended
  /// @returns the bandwidth that its transfer showed in Mbit/s; kUnknown: none
  double learn(const RequestRecord& record, const DecisionCost& cost, std::optional<double> serializationMs,
               double atS);

  /// Takes the answers that have come, and asks again when that is due: a ping, and a probe unless one is under way.
  void refresh(net::AgentLink& link, const RunClock& clock, const std::stop_token& stop);
  /// When refresh() has something to ask.
  [[nodiscard]] double refreshAtS() const { return probeAtS_; }

  /// Whether the edge has done nothing for so long that it should time a little work of its own.
  [[nodiscard]] bool edgeIsDue(double atS) const { return atS - edgeAtS_ >= StateEstimator::kReportS; }
  void addEdgeReport(double slowdown, double atS) {
    edgeAtS_ = atS;
    state_.note(LoadReported{Machine::Edge, slowdown, atS});
  }

  /// Fills in what is believed now.
  void fill(Observation& observation, double nowS) const { state_.fill(observation, nowS); }

 private:
  StateEstimator state_;
  double probeAtS_ = 0;
  double edgeAtS_ = 0;
};

}  // namespace cleave
