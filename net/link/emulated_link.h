// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>

#include "net/link/delay_line.h"
#include "net/link/token_bucket.h"
#include "net/wire/output_queue.h"

namespace cleave::net {

/// A link that messages have to cross: first its rate, then its delay, as far as their lane says. A message comes out
/// whole when its last byte has crossed, so that one that is given up half-way leaves nothing behind. Pure: the caller
/// brings the time.
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

  void enter(OutputQueue::Piece message, TimePoint now);
  /// Throws away what has not come out of a request's feature, unless all of it has crossed the rate.
  /// @returns bytes of it that had not crossed; nullopt: nothing was left
  std::optional<std::size_t> drop(std::uint64_t request, TimePoint now);
  /// What has crossed by now, for the socket. An unlimited link gives little at a time: what waits here can be dropped.
  OutputQueue& crossed(TimePoint now);
  /// When crossed() will have more, or wants to be asked again; nullopt when nothing is on its way.
  [[nodiscard]] std::optional<TimePoint> nextAt(TimePoint now) const;

  // Before, on and behind the link.
  [[nodiscard]] std::size_t bytes() const { return waitingBytes_ + delayed_.bytes() + out_.bytes(); }
  [[nodiscard]] std::size_t pieces() const { return waiting_.size() + delayed_.pieces() + out_.pieces(); }

 private:
  void cross(TimePoint now);

  TokenBucket bucket_;
  std::deque<OutputQueue::Piece> waiting_;  ///< bulk, before the link
  std::size_t waitingBytes_ = 0;
  std::size_t half_ = 0;  ///< bytes of the first that have crossed
  DelayLine delayed_;
  OutputQueue out_;
};

}  // namespace cleave::net
