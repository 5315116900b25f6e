// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/experiment/arrival_clock.h"

#include <algorithm>

namespace cleave {

ArrivalClock::Arrival ArrivalClock::next(double doneS) {
  if (arrivals_.kind == Arrivals::Kind::Closed) return {doneS, 0, 0};
  const double gap = 1 / arrivals_.perSecond;
  if (arrivals_.kind == Arrivals::Kind::Paced) {
    const double atS = std::max(doneS, nextS_);
    nextS_ = atS + gap;
    return {atS, 0, 0};
  }
  Arrival arrival{nextS_, std::max(0.0, doneS - nextS_), 0};
  nextS_ += arrivals_.kind == Arrivals::Kind::Poisson ? gap * random_.exponential() : gap;
  if (doneS > nextS_) arrival.waiting = 1 + static_cast<int>((doneS - nextS_) * arrivals_.perSecond);
  return arrival;
}

}  // namespace cleave
