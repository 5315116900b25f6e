// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>

#include "rl/observe/fading.h"
#include "rl/observe/median_of_three.h"

namespace cleave {

/// How much slower than its profile one side runs, from the work that requests bring and from the short reference work
/// that the side times by itself while it has nothing to do.
class LoadEstimator {
 public:
  /// Work of a request. @param expectedMs what the profile says; below 0.5 it tells nothing
  void work(double measuredMs, double expectedMs, double atS) {
    if (expectedMs >= kLeastMs) report(measuredMs / expectedMs, atS);
  }
  /// @param slowdown 1 = as the profile says
  void report(double slowdown, double atS) {
    last_.add(slowdown);
    usual_ = at_ < 0 ? slowdown : usual_ + kUsualWeight * (slowdown - usual_);
    at_ = atS;
  }

  /// 1 until something was measured.
  [[nodiscard]] double slowdown(double nowS) const {
    return last_.seen() ? faded(last_.value(), usual_, ageS(nowS)) : 1;
  }
  [[nodiscard]] double ageS(double nowS) const { return at_ < 0 ? 0 : std::max(0.0, nowS - at_); }

 private:
  static constexpr double kLeastMs = 0.5;
  static constexpr double kUsualWeight = 1.0 / 128;  // about the last half minute

  MedianOfThree last_;
  double usual_ = 1;
  double at_ = -1;  ///< of the last sample; negative: there is none
};

}  // namespace cleave
