// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "rl/observation.h"

namespace cleave {

/// Estimates the link from the transfers that requests make anyway. Exponentially weighted, so that memory and time
/// per request are constant.
class LinkEstimator {
 public:
  /// Smaller transfers say nothing about bandwidth: propagation and wake-ups drown them.
  static constexpr std::uint64_t kTellingBytes = 512;

  /// The bandwidth that one transfer shows, in Mbit/s; 0 when it was too small to tell.
  /// @param transmitMs time on the link, one round trip of propagation included
  static double bandwidthOf(std::uint64_t bytes, double transmitMs, double rttMs);

  /// One finished request. @returns the bandwidth that it showed; 0 when it was too small, or drowned in the round trip
  double add(std::uint64_t payloadBytes, double transmitMs, double rttMs);
  /// A round trip measured on its own.
  void addRtt(double rttMs);

  /// Fills the link's part of an observation. Before the first transfer the bandwidth is 0: unknown.
  void fill(Observation& observation) const;

 private:
  double bits_ = 0;  ///< decayed sums: their quotient weights each transfer by its time on the link
  double seconds_ = 0;
  double mean_ = 0;
  double variance_ = 0;
  double last_ = 0;
  double rttMs_ = 0;
  int transfers_ = 0;
  int sinceTransfer_ = 0;
};

}  // namespace cleave
