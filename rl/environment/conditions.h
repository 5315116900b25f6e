// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>

#include "rl/environment/step_series.h"

namespace cleave {

/// The largest share of a processor that others can take.
inline constexpr double kMostLoad = 0.95;

/// How many times as long work takes while others use that share of the processor.
inline double slowdownAt(double load) {
  return 1 / (1 - std::min(load, kMostLoad));
}

/// What an environment varies in time. Shared by all environments that look at it.
struct Conditions {
  StepSeries linkMbps{20};   ///< uplink
  StepSeries rttMs{5};       ///< round trip of an idle link
  StepSeries deviceLoad{0};  ///< share of the device that others use, 0..0.95: layers take 1 / (1 - load) as long
  StepSeries edgeLoad{0};
};

}  // namespace cleave
