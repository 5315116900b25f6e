// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>

#include "rl/observe/observation.h"

namespace cleave {

/// Estimates the link from the transfers that requests make anyway. Exponentially weighted in time, so that memory and
/// time per request are constant. The same object serves real and simulated runs.
class LinkEstimator {
 public:
  /// Smaller transfers say nothing about bandwidth: propagation and wake-ups drown them.
  static constexpr std::uint64_t kTellingBytes = 512;
  /// Of a probe that is sent beside requests which tell nothing.
  static constexpr std::uint64_t kProbeBytes = 4096;
  /// Time constants of the short, middle and long estimate, in seconds.
  static constexpr std::array<double, 3> kWindowsS{0.25, 1, 3};

  /// The bandwidth that one transfer shows, in Mbit/s; 0 when it was too small to tell.
  /// @param transmitMs time on the link, one round trip of propagation included
  static double bandwidthOf(std::uint64_t bytes, double transmitMs, double rttMs);

  /// One transfer. @param nowS when it ended, on any clock that does not go back
  /// @param rttMs measured with it; 0 = nobody answered, because it was given up: the round trips stay as they are
  /// @returns the bandwidth that it showed; 0 when it was too small, or drowned in the round trip: then it shows only
  /// that the link gave at least so much, which raises an estimate that was lower and never lowers one
  double add(std::uint64_t payloadBytes, double transmitMs, double rttMs, double nowS);
  /// A round trip measured on its own.
  void addRtt(double rttMs);

  /// Fills the link's part of an observation made at `nowS`. Before the first transfer the bandwidth is 0: unknown.
  void fill(Observation& observation, double nowS) const;

 private:
  void note(double bits, double mbps, double nowS);

  struct Window {  ///< decayed sums: their quotient weights each transfer by its time on the link
    double bits = 0;
    double seconds = 0;
    [[nodiscard]] double mbps() const { return seconds > 0 ? bits / seconds * 1e-6 : 0; }
  };

  std::array<Window, 3> windows_;
  double mean_ = 0;  ///< over recent transfers, each counting the same: what the spread is around
  double variance_ = 0;
  double last_ = 0;
  double lastS_ = 0;
  double rttMs_ = 0;
  int transfers_ = 0;
  int sinceTransfer_ = 0;
};

}  // namespace cleave
