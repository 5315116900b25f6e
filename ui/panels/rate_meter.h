// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/ring_buffer.h"

namespace cleave::ui {

/// Requests a second over the last three seconds of a run.
class RateMeter {
 public:
  void add(double startS) { starts_.push(startS); }
  void clear() { starts_.clear(); }

  [[nodiscard]] double perSecond() const {
    if (starts_.size() < 2) return 0;
    const double last = starts_.back();
    const std::size_t first = lowerBound(starts_, last - 3, [](double start) { return start; });
    const double span = last - starts_[first];
    return span > 0 ? static_cast<double>(starts_.size() - 1 - first) / span : 0;
  }

 private:
  RingBuffer<double> starts_{4000};
};

}  // namespace cleave::ui
