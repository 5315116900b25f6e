// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/policies/make_policy.h"

#include "core/types/error.h"
#include "rl/policies/baseline_policies.h"
#include "rl/policies/greedy_policy.h"
#include "rl/policies/partition_policies.h"

namespace cleave {

std::vector<std::string> policyForms() {
  return {"greedy", "greedy-safe", "edgent", "neurosurgeon", "device-only", "edge-only", "random", "fixed:E/P/B"};
}

std::unique_ptr<Policy> makeRuledPolicy(const std::string& text, const PolicyContext& context) {
  const DecisionSpace& space = context.table.space();
  const auto fixed = [&](const Decision& decision) {
    space.require(decision);
    return std::make_unique<FixedPolicy>(space.indexOf(decision).value());
  };
  if (text == "greedy") {
    return std::make_unique<GreedyPolicy>(context, [](const Observation& o) { return o.bandwidthMeanMbps; });
  }
  if (text == "greedy-safe") return std::make_unique<GreedyPolicy>(context, pessimisticMbps);
  if (text == "edgent") return std::make_unique<EdgentPolicy>(context.table);
  if (text == "neurosurgeon") return std::make_unique<NeurosurgeonPolicy>(context.table);
  if (text == "random") return std::make_unique<RandomPolicy>(context.table, context.seed);
  if (text == "device-only") return std::make_unique<FixedPolicy>(context.table.deviceOnly());
  if (text == "edge-only") return fixed({space.exitCount(), 0, 8});
  if (text.starts_with("fixed:")) return fixed(parseDecision(std::string_view(text).substr(6)));
  return nullptr;
}

void refusePolicy(const std::string& text, const std::vector<std::string>& forms) {
  std::string list;
  for (const auto& form : forms) list += (list.empty() ? "" : form == forms.back() ? " or " : ", ") + form;
  throw UsageError("'" + text.substr(0, 256) + "' is not a policy: choose " + list + ".");
}

std::unique_ptr<Policy> makePolicy(const std::string& text, const PolicyContext& context) {
  auto policy = makeRuledPolicy(text, context);
  if (!policy) refusePolicy(text, policyForms());
  return policy;
}

}  // namespace cleave
