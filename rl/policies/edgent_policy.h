// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rl/policies/policy.h"
#include "rl/policies/unquantized_cuts.h"

namespace cleave {

/// Li, Zhou and Chen, "Edge Intelligence" (Edgent; MECOMM 2018, arXiv 1806.07840): the most accurate exit whose fastest
/// partition is predicted to meet the target; where none does, the fastest of all. No quantization.
class EdgentPolicy final : public Policy {
 public:
  explicit EdgentPolicy(const DecisionTable& table) : table_(table), cuts_(table) {}
  int decide(const Observation& observation) override;

 private:
  const DecisionTable& table_;
  UnquantizedCuts cuts_;
};

}  // namespace cleave
