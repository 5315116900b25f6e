// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rl/policies/policy.h"
#include "rl/policies/unquantized_cuts.h"

namespace cleave {

/// Kang et al., "Neurosurgeon" (ASPLOS 2017): the partition of the whole network with the lowest predicted latency, no
/// early exit, no quantization. The target does not matter to it.
class NeurosurgeonPolicy final : public Policy {
 public:
  explicit NeurosurgeonPolicy(const DecisionTable& table) : table_(table), cuts_(table) {}
  int decide(const Observation& observation) override {
    const auto cut = cuts_.fastest(table_.space().exitCount(), observation);
    return cut ? cut->index : table_.deviceOnly();
  }

 private:
  const DecisionTable& table_;
  UnquantizedCuts cuts_;
};

}  // namespace cleave
