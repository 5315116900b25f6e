// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/policy.h"

#include "core/plain/error.h"
#include "rl/fixed_policy.h"
#include "rl/greedy_policy.h"
#include "rl/random_policy.h"

namespace cleave {

std::vector<std::string> policyForms() {
  return {"greedy", "device-only", "edge-only", "random", "fixed:E/P/B"};
}

std::unique_ptr<Policy> makePolicy(const std::string& text, const PolicyContext& context) {
  const DecisionSpace& space = context.space;
  const int whole = space.exitCount();
  if (text == "greedy") return std::make_unique<GreedyPolicy>(context);
  if (text == "random") return std::make_unique<RandomPolicy>(space, context.seed);
  if (text == "device-only") return std::make_unique<FixedPolicy>(Decision{whole, space.pathLength(whole), 32});
  if (text == "edge-only") return std::make_unique<FixedPolicy>(Decision{whole, 0, 8});
  if (text.starts_with("fixed:")) {
    const Decision decision = parseDecision(std::string_view(text).substr(6));
    space.require(decision);
    return std::make_unique<FixedPolicy>(decision);
  }
  throw UsageError("'" + text + "' is not a policy: choose fixed:E/P/B, random, device-only, edge-only or greedy.");
}

}  // namespace cleave
