// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rl/observe/observation.h"
#include "rl/predict/decision_table.h"

namespace cleave {

/// What the device runs alone when the transfer of `decision` is given up after `giveUpMs`: of the exits that it can
/// then still finish within the target the most accurate one, and the quickest where none is in time. Decided with the
/// request, by what is believed then, since nobody can be asked when the link is dead. @returns an index of the table
int fallbackOf(const DecisionTable& table, const DecisionCost& decision, const Observation& observation,
               double giveUpMs);

}  // namespace cleave
