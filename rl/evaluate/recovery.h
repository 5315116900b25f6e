// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "rl/environment/pulse.h"
#include "rl/environment/scenario.h"
#include "rl/evaluate/rollout.h"

namespace cleave {

/// How a policy comes back after a pulse, over many environments of one scenario.
struct Recovery {
  /// Seconds from the pulse's end until, over the kRecoveredS seconds that follow, at least kRecoveredShare of the
  /// decisions are those of the same environment without the pulse; negative: not within kWatchedS.
  double recoveryS = -1;
  double shareAfter2S = 0;       ///< of the same decisions, over the kRecoveredS seconds that begin 2 s after the pulse
  double shareInPulse = 0;       ///< of the same decisions while the pulse lasts: 1 = it changed nothing
  double violationsAfter = 0;    ///< share of the requests over their target in the kWatchedS seconds after the pulse
  double violationsWithout = 0;  ///< the same in the environments without the pulse
};

inline constexpr double kRecoveredShare = 0.9;
inline constexpr double kRecoveredS = 5;
inline constexpr double kWatchedS = 20;

/// Runs the policy in `environments` pairs of environments, which differ by the pulse alone.
/// @param seed of the first pair; the others follow
Recovery measureRecovery(const PolicyFactory& make, const std::shared_ptr<const DecisionTable>& table,
                         const Scenario& scenario, const Pulse& pulse, int environments, std::uint64_t seed);

/// Those that `cleave-cli bench recovery` tries: the edge, the device, the link, and edge and link at once, for 0.5, 2
/// and 10 s, each in three heights up to a load of 0.95 or a hundredth of the rate.
std::vector<Pulse> standardPulses();

}  // namespace cleave
