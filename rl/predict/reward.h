// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace cleave {

/// What a request is worth (the weights are ours, the paper's abstract gives none). Both kinds are steered
/// by the accuracy and by how long the request took.
struct Reward {
  enum class Kind {
    Soft,  ///< accuracy less a penalty that grows with lateness, capped so that one dead link does not drown all else
    Deadline,  ///< accuracy when in time, else -penalty: for URLLC, where a late result is no result
  };
  Kind kind = Kind::Soft;
  double weight = 1;   ///< soft: of the lateness in targets
  double cap = 2;      ///< soft: of the penalty
  double penalty = 1;  ///< deadline

  /// @param accuracy 0..1: expected, or 0/1 of one request
  /// @param targetMs 0 = no target, nothing is late
  [[nodiscard]] double operator()(double accuracy, double latencyMs, double targetMs) const {
    if (targetMs <= 0 || latencyMs <= targetMs) return accuracy;
    if (kind == Kind::Deadline) return -penalty;
    const double late = weight * (latencyMs - targetMs) / targetMs;
    return accuracy - (late < cap ? late : cap);
  }

  friend bool operator==(const Reward&, const Reward&) = default;
};

}  // namespace cleave
