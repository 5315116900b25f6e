// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/policies/unquantized_cuts.h"

namespace cleave {

UnquantizedCuts::UnquantizedCuts(const DecisionTable& table)
    : table_(table), byExit_(static_cast<std::size_t>(table.space().exitCount())) {
  for (int i = 0; i < table.size(); ++i) {
    const Decision& decision = table.at(i).decision;
    if (decision.bits == (decision.partition == 0 ? 8 : 32)) {
      byExit_[static_cast<std::size_t>(decision.exit - 1)].push_back(i);
    }
  }
}

std::optional<UnquantizedCuts::Cut> UnquantizedCuts::fastest(int exit, const Observation& observation) const {
  std::optional<Cut> best;
  for (const int index : byExit_.at(static_cast<std::size_t>(exit - 1))) {
    const DecisionCost& cost = table_.at(index);
    if (!mayTake(cost, observation)) continue;
    const double latencyMs = predictMs(cost, observation, observation.bandwidthMeanMbps);
    if (!best || latencyMs < best->predictedMs) best = Cut{index, latencyMs};
  }
  return best;
}

}  // namespace cleave
