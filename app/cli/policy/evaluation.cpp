// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/policy/evaluation.h"

#include <iostream>

#include "app/cli/policy/comparison_text.h"
#include "app/cli/progress.h"
#include "core/types/error.h"
#include "rl/environment/env_sampler.h"

namespace cleave::cli {
namespace {

constexpr std::size_t kWorlds = 8;  // a seed

}  // namespace

void addEvaluationOptions(const Command& command, EvaluationOptions& options) {
  command.addOption("--seeds", options.seeds, "number of seeds, starting at --seed").range(1, 1000).showDefault();
  command.addOption("--requests", options.requests, "requests per episode; each seed has at least 8 episodes")
      .range(1, 1'000'000)
      .showDefault();
}

std::vector<std::uint64_t> seedsOf(const Context& context, const EvaluationOptions& options) {
  std::vector<std::uint64_t> seeds;
  for (int i = 0; i < options.seeds; ++i) seeds.push_back(context.seed + static_cast<std::uint64_t>(i));
  return seeds;
}

void evaluateAndPrint(const Context& context, const EvaluationOptions& options, const learn::PolicyTask& task,
                      std::vector<NamedPolicy> policies) {
  const EnvSampler source(task.scenario, task.traces);
  ProgressLine line;
  ComparisonPlan plan;
  plan.table = task.table;
  plan.settings = [&](std::uint64_t seed) { return source.evaluationGrid(seed, kWorlds); };
  plan.requests = options.requests;
  plan.reward = task.scenario.reward;
  plan.seeds = seedsOf(context, options);
  plan.policies = std::move(policies);
  plan.progress = [&](double done) {
    if (context.stop.stop_requested()) throw Cancelled();
    line.show("Evaluating", done);
  };
  const Comparison comparison = compare(plan);
  line.finish();
  const std::string text = context.json ? toJsonLines(comparison, plan, task.scenario) : toTable(comparison);
  printLine(text.substr(0, text.size() - 1));
}

}  // namespace cleave::cli
