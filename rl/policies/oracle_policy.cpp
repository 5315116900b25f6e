// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/policies/oracle_policy.h"

#include <limits>

namespace cleave {

OraclePolicy::OraclePolicy(const SimulatedEnvironment& environment, const Reward& reward)
    : environment_(environment), reward_(reward) {
  for (int i = 0; i < environment.table().size(); ++i) {
    if (environment.table().at(i).known) known_.push_back(i);
  }
}

int OraclePolicy::decide(const Observation& observation) {
  int best = environment_.table().deviceOnly();
  double bestReward = -std::numeric_limits<double>::infinity();
  double bestMs = std::numeric_limits<double>::infinity();
  for (const int index : known_) {
    const StepResult result = environment_.foreseeExactly(index);
    const double reward = reward_(result.accuracy, result.latencyMs, observation.targetMs);
    if (reward > bestReward || (reward == bestReward && result.latencyMs < bestMs)) {
      best = index;
      bestReward = reward;
      bestMs = result.latencyMs;
    }
  }
  return best;
}

}  // namespace cleave
