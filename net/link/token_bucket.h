// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace cleave::net {

/// Decides when bytes may cross a link of a given rate. Pure: the caller brings the time.
///
/// A byte is granted when it would have left the link, not when it would have entered it: the bucket starts empty when
/// the link has been idle, so n bytes take n * 8 / rate from start() to the last grant.
class TokenBucket {
 public:
  using Clock = std::chrono::steady_clock;
  using TimePoint = Clock::time_point;

  /// Takes effect at once; what has been earned at the old rate stays. 0 = unlimited.
  void setRate(std::uint64_t bitsPerSecond, TimePoint now);
  [[nodiscard]] bool limited() const { return bytesPerSecond_ > 0; }
  [[nodiscard]] std::uint64_t bitsPerSecond() const { return bitsPerSecond_; }

  /// The link was idle and now has something to send.
  void start(TimePoint now);
  /// How many of `wanted` bytes may be written now; 0: wait until readyAt().
  std::size_t grant(std::size_t wanted, TimePoint now);
  /// Granted but not written.
  void refund(std::size_t bytes) { tokens_ += static_cast<double>(bytes); }
  /// When the next grant for `wanted` bytes will not be 0; never more than a second ahead.
  [[nodiscard]] TimePoint readyAt(std::size_t wanted, TimePoint now) const;

  /// Bytes written at a time: about 2 ms of the link, so that the receiver sees a flow, not bursts.
  [[nodiscard]] std::size_t chunkBytes() const;

 private:
  void earn(TimePoint now);

  std::uint64_t bitsPerSecond_ = 0;
  double bytesPerSecond_ = 0;
  double tokens_ = 0;  ///< bytes
  TimePoint last_{};
};

}  // namespace cleave::net
