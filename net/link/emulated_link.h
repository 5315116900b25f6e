// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "net/link/delay_line.h"
#include "net/link/token_bucket.h"

namespace cleave::net {

/// A link that a queue of bytes has to cross: first its rate, then its delay. Pure: the caller brings the time.
///
/// The whole round trip is put on this one direction, the device's: the other side then measures exactly this RTT with
/// any question and answer, a transfer takes integral + RTT, and nothing has to be emulated on the edge.
class EmulatedLink {
 public:
  using TimePoint = TokenBucket::TimePoint;

  // Both take effect at once; what is in the delay line keeps its time.
  /// No delay. 0 = unlimited
  void setRate(std::uint64_t bitsPerSecond, TimePoint now) { bucket_.setRate(bitsPerSecond, now); }
  /// @pre objectionTo(trace).empty(); it begins now
  void setTrace(const LinkTrace& trace, TimePoint now) { bucket_.setTrace(trace, now); }
  /// 0 = unlimited
  [[nodiscard]] double peakBitsPerSecond() const { return bucket_.peakBitsPerSecond(); }

  /// Call whenever bytes were queued, and at nextAt().
  /// @param queued bytes that wait before the link, are on it, or have crossed it and were not taken; fewer than at the
  ///        last call only by what was taken
  /// @returns how many of the first of them have crossed
  std::size_t crossed(std::size_t queued, TimePoint now);
  /// They are gone from the queue. @pre bytes <= crossed()
  void take(std::size_t bytes) { line_.take(bytes); }
  /// When crossed() will have more, or wants to be asked again; nullopt when nothing is on its way.
  [[nodiscard]] std::optional<TimePoint> nextAt(TimePoint now) const;

 private:
  void cross(TimePoint now);

  TokenBucket bucket_;
  DelayLine line_;
  std::size_t waiting_ = 0;  ///< bytes before the link
};

}  // namespace cleave::net
