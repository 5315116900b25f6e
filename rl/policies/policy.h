// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "core/types/system_state.h"
#include "rl/observe/observation.h"
#include "rl/predict/decision_table.h"
#include "rl/predict/reward.h"

namespace cleave {

/// Picks a decision for every request; the same interface in simulated and in real runs.
class Policy {
 public:
  virtual ~Policy() = default;
  /// @returns an index in the table's decision space, of a known decision
  virtual int decide(const Observation& observation) = 0;
  /// How likely the latest decision was for what the policy saw then; kUnknown: it cannot say.
  [[nodiscard]] virtual double probability() const { return kUnknown; }
};

/// What policies are made from. The table outlives the policy.
struct PolicyContext {
  const DecisionTable& table;
  Reward reward;  ///< what policies that predict it go by
  std::uint64_t seed = 1;
  std::string model{};  ///< name of the table's model, for errors; may be empty
};

}  // namespace cleave
