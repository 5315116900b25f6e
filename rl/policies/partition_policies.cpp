// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/policies/partition_policies.h"

#include <limits>

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
    if (!cost.known) continue;
    const double latencyMs = predictMs(cost, observation, observation.bandwidthMeanMbps);
    if (!best || latencyMs < best->predictedMs) best = Cut{index, latencyMs};
  }
  return best;
}

int EdgentPolicy::decide(const Observation& observation) {
  int best = table_.deviceOnly();
  double bestAccuracy = -1;  // of those in time; negative while there is none
  double fastestMs = std::numeric_limits<double>::infinity();
  for (int exit = 1; exit <= table_.space().exitCount(); ++exit) {
    const auto cut = cuts_.fastest(exit, observation);
    if (!cut) continue;
    const double accuracy = table_.at(cut->index).accuracy;
    if (observation.targetMs <= 0 || cut->predictedMs <= observation.targetMs) {
      if (accuracy > bestAccuracy) {
        best = cut->index;
        bestAccuracy = accuracy;
      }
    } else if (bestAccuracy < 0 && cut->predictedMs < fastestMs) {
      best = cut->index;
      fastestMs = cut->predictedMs;
    }
  }
  return best;
}

}  // namespace cleave
