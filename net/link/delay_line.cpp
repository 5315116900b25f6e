// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/link/delay_line.h"

#include <algorithm>

namespace cleave::net {

void DelayLine::enter(std::size_t bytes, TimePoint out) {
  if (bytes == 0) return;
  bytes_ += bytes;
  if (!parts_.empty() && out <= parts_.back().out) {
    parts_.back().bytes += bytes;  // nobody overtakes
  } else {
    parts_.push_back({out, bytes});
  }
}

std::size_t DelayLine::out(TimePoint now) {
  while (!parts_.empty() && parts_.front().out <= now) {
    ready_ += parts_.front().bytes;
    parts_.pop_front();
  }
  return ready_;
}

void DelayLine::take(std::size_t bytes) {
  ready_ -= bytes;
  bytes_ -= bytes;
}

std::optional<DelayLine::TimePoint> DelayLine::nextOut() const {
  if (parts_.empty()) return std::nullopt;
  return parts_.front().out;
}

}  // namespace cleave::net
