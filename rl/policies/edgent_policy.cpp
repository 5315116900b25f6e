// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/policies/edgent_policy.h"

#include <limits>

namespace cleave {

int EdgentPolicy::decide(const Observation& observation) {
  int best = table_.deviceOnly();
  double bestAccuracy = -1;  // of those in time; negative while there is none
  double fastestMs = std::numeric_limits<double>::infinity();
  for (int exit = 1; exit <= table_.space().exitCount(); ++exit) {
    const auto cut = cuts_.fastest(exit, observation);
    if (!cut) continue;
    const double accuracy = table_.at(cut->index).accuracy;
    if (observation.targetMs <= 0 || cut->predictedMs <= observation.targetMs) {
      if (accuracy > bestAccuracy) {
        best = cut->index;
        bestAccuracy = accuracy;
      }
    } else if (bestAccuracy < 0 && cut->predictedMs < fastestMs) {
      best = cut->index;
      fastestMs = cut->predictedMs;
    }
  }
  return best;
}

}  // namespace cleave
