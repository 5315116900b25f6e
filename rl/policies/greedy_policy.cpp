// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/policies/greedy_policy.h"

#include <limits>

namespace cleave {

int GreedyPolicy::decide(const Observation& observation) {
  const DecisionTable& table = context_.table;
  const double mbps = bandwidth_(observation);
  int best = table.deviceOnly();
  double bestReward = -std::numeric_limits<double>::infinity();
  double bestMs = std::numeric_limits<double>::infinity();
  for (int i = 0; i < table.size(); ++i) {
    const DecisionCost& cost = table.at(i);
    if (!cost.useful) continue;
    const double latencyMs = predictMs(cost, observation, mbps);
    const double reward = context_.reward(cost.accuracy, latencyMs, observation.targetMs);
    if (reward > bestReward || (reward == bestReward && latencyMs < bestMs)) {
      best = i;
      bestReward = reward;
      bestMs = latencyMs;
    }
  }
  return best;
}

}  // namespace cleave
