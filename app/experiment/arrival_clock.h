// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "core/types/fast_random.h"
#include "rl/environment/simulated_environment.h"

namespace cleave {

/// When the requests of a run come: the simulated environment's rules, on any clock that counts seconds from the run's
/// start.
class ArrivalClock {
 public:
  ArrivalClock(const Arrivals& arrivals, std::uint64_t seed) : arrivals_(arrivals), random_(seed, 0x617272) {}

  struct Arrival {
    double atS = 0;      ///< may lie in the past: then the request has waited since
    double waitedS = 0;  ///< until the one before it was done
    int waiting = 0;     ///< others that wait behind it: exact for periodic arrivals, expected for Poisson ones
  };
  /// The next request. @param doneS when the last one was done; 0 for the first
  Arrival next(double doneS);

 private:
  Arrivals arrivals_;
  FastRandom random_;
  double nextS_ = 0;
  std::int64_t frames_ = 0;  ///< that a camera has taken
};

}  // namespace cleave
