// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/policy.h"

#include "core/plain/error.h"
#include "rl/policies/fixed_policy.h"
#include "rl/policies/greedy_policy.h"
#include "rl/policies/random_policy.h"

namespace cleave {

std::vector<std::string> policyForms() {
  return {"greedy", "device-only", "edge-only", "random", "fixed:E/P/B"};
}

std::unique_ptr<Policy> makePolicy(const std::string& text, const PolicyContext& context) {
  const DecisionSpace& space = context.table.space();
  const auto fixed = [&](const Decision& decision) {
    space.require(decision);
    return std::make_unique<FixedPolicy>(space.indexOf(decision).value());
  };
  if (text == "greedy") return std::make_unique<GreedyPolicy>(context);
  if (text == "random") return std::make_unique<RandomPolicy>(context.table, context.seed);
  if (text == "device-only") return std::make_unique<FixedPolicy>(context.table.deviceOnly());
  if (text == "edge-only") return fixed({space.exitCount(), 0, 8});
  if (text.starts_with("fixed:")) return fixed(parseDecision(std::string_view(text).substr(6)));
  throw UsageError("'" + text + "' is not a policy: choose fixed:E/P/B, random, device-only, edge-only or greedy.");
}

}  // namespace cleave
