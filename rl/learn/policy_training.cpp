// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/learn/policy_training.h"

#include "core/types/error.h"
#include "rl/environment/scenario_text.h"
#include "rl/nn/state_file.h"

namespace cleave::learn {
namespace {

constexpr const char* kKind = "cleave-policy-training";

ActionSpace actionSpaceOf(const PolicyTask& task) {
  ActionSpace actionSpace(*task.table);
  if (actionSpace.count() > 0) return actionSpace;
  throw Error("No decision of model " + task.model +
              " has a measured accuracy, so there is nothing to learn: run 'cleave-cli model evaluate "
              "--table' first.");
}

TrainingOptions optionsOf(const PolicyTask& task, const Recipe& recipe, std::uint64_t seed) {
  TrainingOptions options = recipe.training;
  options.seed = seed;
  options.reward = task.scenario.reward;
  return options;
}

Training::EnvFactory environmentsOf(const PolicyTask& task) {
  return [table = task.table, sampler = EnvSampler(task.scenario, task.traces)](std::uint64_t seed) {
    Setting setting = sampler.sample(seed);
    return SimulatedEnvironment(table, std::move(setting.conditions), setting.options);
  };
}

}  // namespace

Provenance provenanceOf(const PolicyTask& task, const Recipe& recipe, std::uint64_t seed) {
  Provenance provenance;
  provenance.algorithm = recipe.algorithm;
  provenance.settings = toText(recipe);
  provenance.seed = seed;
  provenance.model = task.model;
  provenance.modelDigest = digestOfModel(*task.table);
  provenance.device = task.device;
  provenance.edge = task.edge;
  provenance.tableDigest = digestOfTable(*task.table);
  provenance.scenario = toText(task.scenario);
  // A scenario names its own files by path only.
  std::vector<std::filesystem::path> files = filesOf(task.scenario);
  files.insert(files.begin(), task.traces.begin(), task.traces.end());
  provenance.traces = digestsOf(files);
  return provenance;
}

PolicyTraining::PolicyTraining(const PolicyTask& task, const Recipe& recipe, std::uint64_t seed)
    : provenance_(provenanceOf(task, recipe, seed)),
      recipe_(recipe),
      table_(task.table),
      actionSpace_(actionSpaceOf(task)),
      encoding_(shapeOf(recipe), actionSpace_),
      learner_(makeLearner(recipe, actionSpace_, encoding_, seed)),
      training_(actionSpace_, encoding_, *learner_, environmentsOf(task), optionsOf(task, recipe, seed)) {}

void PolicyTraining::writeCheckpoint(const std::filesystem::path& file) const {
  writeStateFile(file, kKind, {toJson(provenance_), training_.state()});
}

void PolicyTraining::resume(const std::filesystem::path& checkpoint) {
  const StateFile content = readStateFile(checkpoint, kKind);
  const std::string remedy = ": delete it, or use --restart to start again.";
  Provenance provenance;
  try {
    provenance = provenanceFromJson(content.header);
  } catch (const Error& error) {
    throw Error(checkpoint.string() + " cannot be resumed: " + error.what() + remedy);
  }
  if (const std::string differs = firstDifference(provenance, provenance_); !differs.empty()) {
    throw Error(checkpoint.string() + " belongs to another training (different " + differs +
                "): repeat the original command, or use --restart to start again.");
  }
  try {
    training_.resume(content.body);
  } catch (const Error& error) {
    throw Error(checkpoint.string() + " cannot be resumed: " + error.what() + remedy);
  }
}

PolicyFile PolicyTraining::policy(const std::string& commandLine) const {
  PolicyFile file;
  file.provenance = provenance_;
  file.commandLine = commandLine;
  file.steps = training_.step();
  file.shape = shapeOf(recipe_);
  file.hidden = hiddenOf(recipe_);
  file.fields = encoding_.fields();
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
