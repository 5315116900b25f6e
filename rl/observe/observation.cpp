// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/observe/observation.h"

#include <algorithm>

namespace cleave {

double pessimisticMbps(const Observation& o) {
  const double lowest = std::min({o.bandwidthShortMbps, o.bandwidthMeanMbps, o.bandwidthLongMbps});
  return std::max(lowest - 0.5 * o.bandwidthSpreadMbps, 0.2 * lowest);
}

}  // namespace cleave
