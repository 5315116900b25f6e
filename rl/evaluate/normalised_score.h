// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <limits>

namespace cleave {

/// 0 = the best fixed decision in hindsight, 1 = the oracle. NaN where the oracle is not above the fixed decision:
/// there is nothing to win, and no scale.
inline double normalisedScore(double meanReward, double bestFixed, double oracle) {
  return oracle > bestFixed ? (meanReward - bestFixed) / (oracle - bestFixed)
                            : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace cleave
