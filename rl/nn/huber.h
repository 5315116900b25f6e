// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace cleave::learn {

/// Huber's loss: half the square of the error up to `bound`, a straight line beyond. NaN stays NaN.
inline float huberLoss(float error, float bound) {
  const float size = std::abs(error);
  return size > bound ? bound * (size - 0.5F * bound) : 0.5F * error * error;
}
inline float huberSlope(float error, float bound) {
  return std::clamp(error, -bound, bound);
}

/// A running mean for people, over about the last fifty updates. @param updates how many it has seen
inline void blend(double& mean, double value, std::int64_t updates) {
  mean = updates == 0 ? value : mean + 0.02 * (value - mean);
}

}  // namespace cleave::learn
