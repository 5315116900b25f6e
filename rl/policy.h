// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/plain/accuracy_table.h"
#include "core/plain/decision_space.h"
#include "rl/latency_model.h"
#include "rl/observation.h"

namespace cleave {

/// Picks a decision for every request; the same interface in simulated and in real runs.
class Policy {
 public:
  virtual ~Policy() = default;
  virtual Decision decide(const Observation& observation) = 0;
};

/// What policies are made from. All references outlive the policy; the latency model keeps learning meanwhile.
struct PolicyContext {
  const DecisionSpace& space;
  const LatencyModel& latency;
  const AccuracyTable& accuracy;
  std::uint64_t seed = 1;
};

/// Texts that makePolicy takes, for help and menus; "fixed:E/P/B" stands for any decision.
std::vector<std::string> policyForms();

/// @param text fixed:E/P/B, random, device-only, edge-only or greedy
/// @throws UsageError for any other text, or a decision that the model does not have
std::unique_ptr<Policy> makePolicy(const std::string& text, const PolicyContext& context);

}  // namespace cleave
