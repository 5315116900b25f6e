// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "net/link/trace_integral.h"

namespace cleave::net {

/// Decides when bytes may cross a link whose rate changes over time. Pure: the caller brings the time.
///
/// A byte is granted when it would have left the link, not when it would have entered it: the bucket starts empty when
/// the link has been idle, so n bytes take from start() until the integral of the rate has reached n * 8, however late
/// the caller looked on the way and whether the link was dead meanwhile.
class TokenBucket {
 public:
  using Clock = std::chrono::steady_clock;
  using TimePoint = Clock::time_point;

  // Both take effect at once; what has been earned before stays.
  /// 0 = unlimited
  void setRate(std::uint64_t bitsPerSecond, TimePoint now);
  /// @pre objectionTo(trace).empty(); it begins now
  void setTrace(const LinkTrace& trace, TimePoint now);

  [[nodiscard]] bool limited() const { return integral_.has_value(); }
  /// 0 = unlimited
  [[nodiscard]] double peakBitsPerSecond() const { return integral_ ? integral_->peakBitsPerSecond() : 0; }
  /// The trace's round trip.
  [[nodiscard]] std::chrono::microseconds rttAt(TimePoint now) const;

  /// The link was idle and now has something to send.
  void start(TimePoint now);
  struct Grant {
    std::size_t bytes = 0;  ///< 0: wait until readyAt()
    TimePoint crossed{};    ///< when the last of them had crossed, which a late caller learns late
  };
  /// Some of `wanted` bytes, which have crossed by now.
  Grant grant(std::size_t wanted, TimePoint now);
  /// When the next grant for `wanted` bytes will not be 0; never more than a second ahead (ask again then).
  [[nodiscard]] TimePoint readyAt(std::size_t wanted, TimePoint now) const;

 private:
  void follow(const LinkTrace& trace, TimePoint now);
  void earn(TimePoint now);
  void chooseChunk();
  [[nodiscard]] TraceIntegral::Moment momentOf(TimePoint time) const { return time - epoch_; }

  std::optional<TraceIntegral> integral_;
  TimePoint epoch_{};      ///< when it began
  TimePoint last_{};       ///< until when has been earned
  double tokens_ = 0;      ///< bytes
  std::size_t chunk_ = 0;  ///< bytes granted at a time: about 2 ms of the link, so that the receiver sees a flow
};

}  // namespace cleave::net
