// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>

namespace cleave {

/// Estimates hold for so long, ...
inline constexpr double kFreshS = 1;
/// ... and then move towards what is usual, by a factor e in so long.
inline constexpr double kFadingS = 5;

/// What is left of an estimate of that age. @param usual what it was in the long run
inline double faded(double estimate, double usual, double ageS) {
  if (ageS <= kFreshS) return estimate;
  return usual + (estimate - usual) * std::exp((kFreshS - ageS) / kFadingS);
}

}  // namespace cleave
