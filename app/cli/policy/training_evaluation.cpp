// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/policy/training_evaluation.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "rl/learn/learned_policy.h"

namespace cleave::cli {
namespace {

constexpr std::uint64_t kSeed = 1;
constexpr std::size_t kWorlds = 32;
constexpr std::size_t kMostRequests = 200;  // in each world, however long a training's episodes are
constexpr std::int64_t kEvaluations = 20;

}  // namespace

TrainingEvaluator::TrainingEvaluator(const learn::PolicyTask& task, const learn::Recipe& recipe)
    : course_{task.table, EnvSampler(task.scenario, task.traces).evaluationGrid(kSeed, kWorlds),
              static_cast<int>(std::min(recipe.training.episode, kMostRequests)), task.scenario.reward},
      episode_(static_cast<double>(recipe.training.episode)),
      steps_(recipe.training.steps) {}

std::string TrainingEvaluator::referencesLine() const {
  nlohmann::ordered_json references;
  for (const char* name : {"oracle", "greedy", "greedy-safe"}) {
    const RequestStatistics statistics = rollout(ruledPolicy(name, course_.reward), course_, kSeed);
    references[name] = {{"return", statistics.meanReward() * episode_},
                        {"reward", statistics.meanReward()},
                        {"violation_rate", statistics.violations().value}};
  }
  return nlohmann::ordered_json{{"step", 0}, {"steps", steps_}, {"references", references}}.dump();
}

TrainingEvaluator::Result TrainingEvaluator::evaluate(std::shared_ptr<const learn::PolicyFile> policy) {
  next_ = std::min(policy->steps + steps_ / kEvaluations, 2 * policy->steps);
  const auto make = [&](const SimulatedEnvironment& environment, std::uint64_t) {
    return std::make_unique<learn::LearnedPolicy>(policy, environment.table(), policy->provenance.model);
  };
  const RequestStatistics statistics = rollout(make, course_, kSeed);
  return {statistics.meanReward() * episode_, statistics.violations().value};
}

}  // namespace cleave::cli
