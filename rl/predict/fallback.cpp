// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/predict/fallback.h"

namespace cleave {

int fallbackOf(const DecisionTable& table, const DecisionCost& decision, const Observation& o, double giveUpMs) {
  if (o.targetMs <= 0) return table.deviceOnly();
  const double spentMs = o.waitedMs + decision.deviceMs * o.deviceSlowdown + giveUpMs;
  int best = -1;
  bool bestInTime = false;
  for (const int index : table.alone()) {
    const DecisionCost& cost = table.at(index);
    const bool inTime = spentMs + cost.deviceMs * o.deviceSlowdown <= o.targetMs;
    const bool better = best < 0 || (inTime != bestInTime ? inTime
                                     : inTime             ? cost.accuracy > table.at(best).accuracy
                                                          : cost.deviceMs < table.at(best).deviceMs);
    if (!better) continue;
    best = index;
    bestInTime = inTime;
  }
  return best < 0 ? table.deviceOnly() : best;
}

}  // namespace cleave
