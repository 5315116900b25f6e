// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/types/system_state.h"
#include "rl/observe/observation.h"

namespace cleave {

/// What a decision was made from.
struct DecisionContext {
  Observation seen;
  std::vector<bool> allowed;      ///< by index in the decision space
  double probability = kUnknown;  ///< of the decision taken, where the policy draws and tells
};

// decisions.csv: a line a request, with all that its policy saw, the decisions that were allowed, and the probability
// of the one that was taken: what an evaluation of other policies on this run's data needs. `allowed` is "all", or
// hexadecimal, four decisions a digit: bit 0 of the first digit is decision 0 of the model's decision space.

void appendDecisionsHeader(std::string& csv);
void appendDecision(std::string& csv, std::uint64_t id, const DecisionContext& context);

}  // namespace cleave
