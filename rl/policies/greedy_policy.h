// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rl/policies/policy.h"

namespace cleave {

/// The bandwidth, in Mbit/s, that a policy reckons with; 0 = unknown.
using BandwidthEstimate = double (*)(const Observation&);

/// Enumerates all decisions and takes the one with the best predicted reward: the most accurate that is predicted to
/// meet the target, or the least late where none does. Ties go to the lower latency. `greedy` reckons with the mean
/// bandwidth, `greedy-safe` with the pessimistic one.
class GreedyPolicy final : public Policy {
 public:
  GreedyPolicy(const PolicyContext& context, BandwidthEstimate bandwidth) : context_(context), bandwidth_(bandwidth) {}
  int decide(const Observation& observation) override;

 private:
  PolicyContext context_;
  BandwidthEstimate bandwidth_;
};

}  // namespace cleave
