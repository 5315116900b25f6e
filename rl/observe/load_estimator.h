// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace cleave {

/// How much slower than its profile one side runs, from the layer times of past requests.
class LoadEstimator {
 public:
  /// @param measuredMs what this side took for a request; expectedMs: what its profile says. Sides that did next to
  /// nothing (expectedMs below 0.5) tell nothing.
  void add(double measuredMs, double expectedMs) {
    if (expectedMs < kLeastMs) return;
    const double ratio = measuredMs / expectedMs;
    slowdown_ = seen_ ? slowdown_ + kNewest * (ratio - slowdown_) : ratio;
    seen_ = true;
  }
  /// 1 until something was measured.
  [[nodiscard]] double slowdown() const { return slowdown_; }

 private:
  static constexpr double kLeastMs = 0.5;
  static constexpr double kNewest = 0.4;

  double slowdown_ = 1;
  bool seen_ = false;
};

}  // namespace cleave
