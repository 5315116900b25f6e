// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "rl/environment/simulated_environment.h"
#include "rl/policies/policy.h"

namespace cleave {

/// The clairvoyant reference: tries every known decision on the coming link, noise included, and takes the best reward,
/// ties to the lower latency. It minds one request at a time: under arrivals that queue it may make a later one wait.
class OraclePolicy final : public Policy {
 public:
  /// @param environment whose next request is decided upon; outlives the policy
  OraclePolicy(const SimulatedEnvironment& environment, const Reward& reward);
  int decide(const Observation& observation) override;

 private:
  const SimulatedEnvironment& environment_;
  Reward reward_;
  // Not only the useful ones: where the round trip or the edge's load varies, or a transfer is given up, a later
  // transfer can be the luckier one.
  std::vector<int> known_;
};

}  // namespace cleave
