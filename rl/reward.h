// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace cleave {

/// The default reward: accuracy less a penalty that grows with lateness and is capped, so that one dead link does not
/// drown everything else (DESIGN.md; the weights are ours, the paper's abstract gives none).
struct SoftReward {
  double weight = 1;
  double cap = 2;

  /// @param accuracy 0..1: expected, or 0/1 of one request
  /// @param targetMs 0 = no target, nothing is late
  [[nodiscard]] double operator()(double accuracy, double latencyMs, double targetMs) const {
    if (targetMs <= 0 || latencyMs <= targetMs) return accuracy;
    const double late = weight * (latencyMs - targetMs) / targetMs;
    return accuracy - (late < cap ? late : cap);
  }
};

}  // namespace cleave
