// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/experiment/run_clock.h"
#include "core/types/request_record.h"
#include "net/tcp/agent_link.h"
#include "rl/observe/link_estimator.h"
#include "rl/observe/load_estimator.h"
#include "rl/predict/decision_table.h"

namespace cleave {

/// What a run believes of link and loads, and all that it learns that from: the one place where a run meets the
/// estimators. The simulated world (rl/environment) learns by the same rules.
class Beliefs {
 public:
  /// A round trip that was measured on its own.
  void addRoundTrip(double ms) { link_.addRtt(ms); }
  /// Another link.
  void forgetLink() { link_ = {}; }
  /// Another device.
  void forgetDevice() { deviceLoad_ = {}; }

  /// What a finished request shows. @param atS when it ended
  /// @returns the bandwidth that its transfer showed in Mbit/s; kUnknown: none
  double learn(const RequestRecord& record, const DecisionCost& cost, double atS);
  /// Sends a probe beside requests that tell nothing of the link.
  void keepFresh(const DecisionCost& cost, net::AgentLink& link, const std::stop_token& stop);
  /// Fills in what is believed now. Takes a probe that has arrived.
  void fill(Observation& observation, net::AgentLink& link, const RunClock& clock);

 private:
  LinkEstimator link_;
  LoadEstimator deviceLoad_;
  LoadEstimator edgeLoad_;
};

}  // namespace cleave
