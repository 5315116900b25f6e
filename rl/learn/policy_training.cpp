// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/learn/policy_training.h"

#include "core/types/error.h"
#include "rl/environment/scenario_text.h"
#include "rl/nn/state_file.h"

namespace cleave::learn {
namespace {

constexpr const char* kKind = "cleave-policy-training";

ActionSpace choicesOf(const PolicyTask& task) {
  ActionSpace actionSpace(*task.table);
  if (actionSpace.count() > 0) return actionSpace;
  throw Error("No decision of model " + task.model +
              " has a measured accuracy, so there is nothing to learn: measure it with 'cleave-cli model evaluate "
              "--table'.");
}

TrainingOptions optionsOf(const PolicyTask& task, const Recipe& recipe, std::uint64_t seed) {
  TrainingOptions options = recipe.training;
  options.seed = seed;
  options.reward = task.scenario.reward;
  return options;
}

Training::Worlds worldsOf(const PolicyTask& task) {
  return [table = task.table, source = EnvSampler(task.scenario, task.traces)](std::uint64_t seed) {
    Setting setting = source.sample(seed);
    return SimulatedEnvironment(table, std::move(setting.conditions), setting.options);
  };
}

}  // namespace

Provenance originOf(const PolicyTask& task, const Recipe& recipe, std::uint64_t seed) {
  Provenance origin;
  origin.algorithm = recipe.algorithm;
  origin.settings = toText(recipe);
  origin.seed = seed;
  origin.model = task.model;
  origin.modelMark = markOfModel(*task.table);
  origin.device = task.device;
  origin.edge = task.edge;
  origin.tableMark = markOfTable(*task.table);
  origin.scenario = toText(task.scenario);
  // A scenario names its own files by path only.
  std::vector<std::filesystem::path> files = filesOf(task.scenario);
  files.insert(files.begin(), task.traces.begin(), task.traces.end());
  origin.traces = marksOf(files);
  return origin;
}

PolicyTraining::PolicyTraining(const PolicyTask& task, const Recipe& recipe, std::uint64_t seed)
    : origin_(originOf(task, recipe, seed)),
      recipe_(recipe),
      table_(task.table),
      actionSpace_(choicesOf(task)),
      encoding_(shapeOf(recipe), actionSpace_),
      learner_(makeLearner(recipe, actionSpace_, encoding_, seed)),
      training_(actionSpace_, encoding_, *learner_, worldsOf(task), optionsOf(task, recipe, seed)) {}

void PolicyTraining::writeCheckpoint(const std::filesystem::path& file) const {
  writeStateFile(file, kKind, {toJson(origin_), training_.state()});
}

void PolicyTraining::resume(const std::filesystem::path& checkpoint) {
  const StateFile content = readStateFile(checkpoint, kKind);
  const std::string remedy = ": delete it, or give --restart, which does.";
  Provenance origin;
  try {
    origin = policyOriginFromJson(content.header);
  } catch (const Error& error) {
    throw Error(checkpoint.string() + " cannot be gone on from, " + error.what() + remedy);
  }
  if (const std::string differs = firstDifference(origin, origin_); !differs.empty()) {
    throw Error(checkpoint.string() + " is of another training (its " + differs +
                " differs from this command's): repeat that command, or give --restart, which deletes it.");
  }
  try {
    training_.resume(content.body);
  } catch (const Error& error) {
    throw Error(checkpoint.string() + " cannot be gone on from, " + error.what() + remedy);
  }
}

PolicyFile PolicyTraining::policy(const std::string& commandLine) const {
  PolicyFile file;
  file.origin = origin_;
  file.commandLine = commandLine;
  file.steps = training_.step();
  file.shape = shapeOf(recipe_);
  file.hidden = hiddenOf(recipe_);
  for (std::size_t action = 0; action < actionSpace_.count(); ++action) {
    file.decisions.push_back(table_->at(actionSpace_.index(action)).decision);
  }
  file.mean = encoding_.mean;
  file.deviation = encoding_.deviation;
  const auto parameters = learner_->parameters();
  file.weights.assign(parameters.begin(), parameters.end());
  const auto critics = learner_->critics();
  file.critics.assign(critics.begin(), critics.end());
  return file;
}

}  // namespace cleave::learn
