// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

#include "core/types/fast_random.h"
#include "rl/environment/step_series.h"

namespace cleave {

/// A value that jumps between two levels and stays at each for an exponentially distributed time: a Markov chain in
/// continuous time. Gilbert and Elliott's channel, and a processor that others use now and then.
struct TwoState {
  double first = 0;
  double second = 0;
  double firstMeanS = 1;
  double secondMeanS = 1;
};

/// Draws it over `durationS`, beginning in either state as often as it is there in the long run.
StepSeries realise(const TwoState& process, FastRandom& random, double durationS);

/// How many slots of `slotS` cover `durationS`. @throws Error when that is more than a machine should hold
std::size_t slotCount(double slotS, double durationS);

}  // namespace cleave
