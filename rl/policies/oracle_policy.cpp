// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/policies/oracle_policy.h"

#include <limits>

namespace cleave {

OraclePolicy::OraclePolicy(const SimulatedEnvironment& world, const Reward& reward) : world_(world), reward_(reward) {
  for (int i = 0; i < world.table().size(); ++i) {
    if (world.table().at(i).known) known_.push_back(i);
  }
}

int OraclePolicy::decide(const Observation& observation) {
  int best = world_.table().deviceOnly();
  double bestReward = -std::numeric_limits<double>::infinity();
  double bestMs = std::numeric_limits<double>::infinity();
  for (const int index : known_) {
    const StepResult served = world_.foreseeExactly(index);
    const double reward = reward_(served.accuracy, served.latencyMs, observation.targetMs);
    if (reward > bestReward || (reward == bestReward && served.latencyMs < bestMs)) {
      best = index;
      bestReward = reward;
      bestMs = served.latencyMs;
    }
  }
  return best;
}

}  // namespace cleave
