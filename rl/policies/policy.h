// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

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
};

/// What policies are made from. The table outlives the policy.
struct PolicyContext {
  const DecisionTable& table;
  Reward reward;  ///< what policies that predict it go by
  std::uint64_t seed = 1;
  std::string model{};  ///< name of the table's model, for errors; may be empty
};

/// Texts that makePolicy takes, for help and menus; "fixed:E/P/B" stands for any decision.
std::vector<std::string> policyForms();

/// @param text one of policyForms()
/// @throws UsageError for any other text, or a decision that the model does not have
std::unique_ptr<Policy> makePolicy(const std::string& text, const PolicyContext& context);
/// The same, but nullptr for a text that is none of policyForms(): it may be of another kind (rl/learn/any_policy.h).
std::unique_ptr<Policy> makeRuledPolicy(const std::string& text, const PolicyContext& context);

/// @throws UsageError that `text` is no policy, listing `forms`
[[noreturn]] void refusePolicy(const std::string& text, const std::vector<std::string>& forms);

}  // namespace cleave
