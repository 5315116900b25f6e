// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/experiment/arrival_clock.h"

#include <algorithm>
#include <cmath>

namespace cleave {
namespace {

constexpr double kNegligible = 1e-9;  // of a gap

}  // namespace

ArrivalClock::Arrival ArrivalClock::next(double doneS) {
  if (arrivals_.kind == Arrivals::Kind::Closed) return {doneS, 0, 0};
  const double gap = 1 / arrivals_.perSecond;
  if (arrivals_.kind == Arrivals::Kind::Paced) {
    // A camera's frames: those that came while the last request was under way are dropped.
    const auto frame = std::max(frames_, static_cast<std::int64_t>(std::ceil(doneS / gap - kNegligible)));
    frames_ = frame + 1;
    return {static_cast<double>(frame) * gap, 0, 0};
  }
  Arrival arrival{nextS_, std::max(0.0, doneS - nextS_), 0};
  nextS_ += arrivals_.kind == Arrivals::Kind::Poisson ? gap * random_.exponential() : gap;
  if (doneS > nextS_) arrival.waiting = 1 + static_cast<int>((doneS - nextS_) * arrivals_.perSecond);
  return arrival;
}

}  // namespace cleave
