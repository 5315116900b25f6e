// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/greedy_policy.h"

#include <limits>

#include "rl/link_estimator.h"

namespace cleave {
namespace {

// Who runs everything on the device, or sends next to nothing, never sees the link recover. After so many requests
// without a telling transfer, one request makes one and the estimate is fresh again.
constexpr int kStaleRequests = 16;
constexpr double kTelling = static_cast<double>(LinkEstimator::kTellingBytes);

}  // namespace

Decision GreedyPolicy::decide(const Observation& observation) {
  const DecisionSpace& space = context_.space;
  const bool mustProbe = observation.requestsSinceTransfer >= kStaleRequests;
  Decision best{space.exitCount(), space.pathLength(space.exitCount()), 32};
  double bestReward = -std::numeric_limits<double>::infinity();
  double bestMs = std::numeric_limits<double>::infinity();
  for (int i = 0; i < space.size(); ++i) {
    const Decision& decision = space.at(i);
    const auto accuracy = context_.accuracy.at(i);
    if (!accuracy || (mustProbe && context_.latency.payloadBytes(decision) < kTelling)) continue;
    const double latencyMs = context_.latency.predictMs(decision, observation);
    const double reward = reward_(*accuracy, latencyMs, observation.targetMs);
    if (reward > bestReward || (reward == bestReward && latencyMs < bestMs)) {
      best = decision;
      bestReward = reward;
      bestMs = latencyMs;
    }
  }
  return best;
}

}  // namespace cleave
