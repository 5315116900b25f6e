// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <vector>

#include "net/link/link_trace.h"

namespace cleave::net {

/// How much a link carries between two moments, and the way back: when it has carried so much. Pure; both take the
/// logarithm of the number of steps. Moments count from where the trace begins (beginUs), and are never negative.
class TraceIntegral {
 public:
  using Moment = std::chrono::nanoseconds;

  /// @pre objectionTo(trace).empty(), the limit on the rate excepted
  explicit TraceIntegral(const LinkTrace& trace);

  /// @pre from <= to
  [[nodiscard]] double bitsBetween(Moment from, Moment to) const;
  /// The first moment at which `bits` have crossed since `from`, rounded up to a nanosecond; `latest` if that is
  /// earlier (a dead link never carries anything).
  [[nodiscard]] Moment whenCarried(Moment from, double bits, Moment latest) const;
  [[nodiscard]] std::chrono::microseconds rttAt(Moment moment) const;
  /// Of the fastest step.
  [[nodiscard]] double peakBitsPerSecond() const;

 private:
  struct Segment {
    double startNs = 0;
    double bitsPerNs = 0;
    double bitsBefore = 0;  ///< since the cycle's start
    std::chrono::microseconds rtt{};
  };
  struct Place {
    double cycle = 0;  ///< whole cycles before
    double ns = 0;     ///< into this one
  };
  [[nodiscard]] Place placeOf(Moment moment) const;
  [[nodiscard]] const Segment& segmentAt(double ns) const;
  [[nodiscard]] double bitsUntil(double ns) const;

  std::vector<Segment> segments_;
  Moment begin_;
  Moment duration_;
  double bitsPerCycle_ = 0;
};

}  // namespace cleave::net
