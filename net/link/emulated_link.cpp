// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/link/emulated_link.h"

#include <algorithm>

namespace cleave::net {

std::size_t EmulatedLink::crossed(std::size_t queued, TimePoint now) {
  // What waited at the last look goes first: once all of it has crossed the link is idle, and a caller that looks late
  // must not find that time earned for what came since.
  const std::size_t fresh = queued - line_.bytes() - waiting_;
  cross(now);
  if (waiting_ == 0 && fresh > 0) bucket_.start(now);
  waiting_ += fresh;
  cross(now);
  return line_.out(now);
}

void EmulatedLink::cross(TimePoint now) {
  while (waiting_ > 0) {
    const auto granted = bucket_.grant(waiting_, now);
    if (granted.bytes == 0) return;
    line_.enter(granted.bytes, granted.crossed + bucket_.rttAt(granted.crossed));
    waiting_ -= granted.bytes;
  }
}

std::optional<EmulatedLink::TimePoint> EmulatedLink::nextAt(TimePoint now) const {
  auto next = line_.nextOut();
  if (waiting_ > 0) {
    const auto ready = bucket_.readyAt(waiting_, now);
    next = next ? std::min(*next, ready) : ready;
  }
  return next;
}

}  // namespace cleave::net
