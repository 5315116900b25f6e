// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "app/cli/command.h"
#include "rl/evaluate/compare.h"
#include "rl/learn/policy_training.h"

namespace cleave::cli {

/// How much policies are evaluated on.
struct EvaluationOptions {
  int seeds = 5;
  int requests = 250;  ///< in each world; there are at least 8 a seed
};

/// --seeds and --requests.
void addEvaluationOptions(const Command& command, EvaluationOptions& options);

/// The context's seed and those after it.
std::vector<std::uint64_t> seedsOf(const Context& context, const EvaluationOptions& options);

/// Runs the policies through the task's worlds, shows how far it is, and prints the table or its JSON lines.
/// @throws Cancelled
void evaluateAndPrint(const Context& context, const EvaluationOptions& options, const learn::PolicyTask& task,
                      std::vector<NamedPolicy> policies);

}  // namespace cleave::cli
