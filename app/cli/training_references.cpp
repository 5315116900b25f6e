// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/training_references.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "rl/evaluate/rollout.h"

namespace cleave::cli {
namespace {

constexpr std::uint64_t kSeed = 1;  // the same lines for every seed of a training
constexpr std::size_t kWorlds = 32;
constexpr std::size_t kMostRequests = 500;  // in each world, however long a training's episodes are

}  // namespace

std::string referencesLine(const learn::PolicyTask& task, const learn::Recipe& recipe) {
  const Reward reward = task.scenario.reward;
  const std::size_t episode = recipe.training.episode;
  const Course course{task.table, WorldSource(task.scenario, task.traces).spread(kSeed, kWorlds),
                      static_cast<int>(std::min(episode, kMostRequests)), reward};
  nlohmann::ordered_json references;
  for (const char* name : {"oracle", "greedy", "greedy-safe"}) {
    const Tally tally = rollout(ruledPolicy(name, reward), course, kSeed);
    references[name] = {{"return", tally.meanReward() * static_cast<double>(episode)},
                        {"reward", tally.meanReward()},
                        {"violation_rate", tally.violations().value}};
  }
  return nlohmann::ordered_json{{"step", 0}, {"steps", recipe.training.steps}, {"references", references}}.dump();
}

}  // namespace cleave::cli
