// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>

#include "rl/observe/median_of_three.h"
#include "rl/observe/observation.h"

namespace cleave {

/// Estimates the link's rate from the time between the first and the last byte of what crosses it, features and probes
/// alike (the dispersion of a packet train: Dovrolis, Ramanathan and Moore, IEEE/ACM ToN 2004), so that no round trip
/// is in it; and the round trip from echoes. Memory and time per event are constant.
///
/// One sample that is far off moves only the short estimate; when the next agrees with it, all that was known before is
/// forgotten, so that a disturbance does not outlast itself.
class LinkEstimator {
 public:
  /// Smaller transfers say nothing about bandwidth: wake-ups drown them.
  static constexpr std::uint64_t kTellingBytes = 512;
  /// Times on the link below this are not measurable; they show a bound only.
  static constexpr double kResolutionMs = 0.05;
  /// Time constants of the short, middle and long estimate, in seconds.
  static constexpr std::array<double, 3> kWindowsS{0.25, 0.5, 1};

  /// A feature, a probe, or what had crossed of one that was given up.
  /// @param serializationMs from its first byte's arrival to its last's @param endedS on any clock that does not go
  /// back
  /// @returns Mbit/s; 0 when it was too small or too quick to measure
  double transfer(std::uint64_t bytes, double serializationMs, double endedS);
  void roundTrip(double ms, double atS);

  /// Until probeEnded() it bounds what the link can be giving.
  void probeSent(std::uint64_t bytes, double atS);
  void probeEnded() { probeBytes_ = 0; }

  /// Middle estimate; 0 = unknown.
  [[nodiscard]] double mbps() const { return windows_[1].mbps(); }
  /// Fills the link's part of an observation made at `nowS`. Before the first transfer the bandwidth is 0: unknown.
  void fill(Observation& observation, double nowS) const;

 private:
  struct Window {  ///< decayed sums: their quotient weights each transfer by its time on the link
    double bits = 0;
    double seconds = 0;
    [[nodiscard]] double mbps() const { return seconds > 0 ? bits / seconds * 1e-6 : 0; }
  };
  struct Sample {
    double bits = 0;
    double seconds = 0;
    double mbps = 0;
  };
  void take(const Sample& sample, double endedS);
  void restart(const Sample& sample);
  void decay(double passedS);
  void add(const Sample& sample);

  std::array<Window, 3> windows_;
  Sample doubted_;   ///< the last one, if it was far off; mbps 0: it was not
  double mean_ = 0;  ///< over recent transfers, each counting the same: what the spread is around
  double variance_ = 0;
  double usual_ = 0;  ///< Mbit/s in the long run
  double last_ = 0;
  double lastS_ = 0;
  bool seen_ = false;
  MedianOfThree rtt_;
  double usualRttMs_ = 0;
  double rttS_ = 0;
  std::uint64_t probeBytes_ = 0;  ///< under way; 0 = none
  double probeSentS_ = 0;
};

}  // namespace cleave
