// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rl/policy.h"

namespace cleave {

/// Enumerates all decisions and takes the one with the best predicted reward: the most accurate that is predicted to
/// meet the target, or the least late where none does. Ties go to the lower latency.
class GreedyPolicy final : public Policy {
 public:
  explicit GreedyPolicy(const PolicyContext& context) : context_(context) {}
  int decide(const Observation& observation) override;

 private:
  PolicyContext context_;
};

}  // namespace cleave
