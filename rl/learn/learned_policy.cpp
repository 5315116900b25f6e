// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/learn/learned_policy.h"

#include <limits>

#include "core/types/error.h"

namespace cleave::learn {
namespace {

ActionSpace actionSpaceFor(const PolicyFile& file, const DecisionTable& table, const std::string& model) {
  if (file.shape == NetShape::Features) return ActionSpace(table);
  if (file.provenance.modelDigest != digestOfModel(table)) {
    const std::string own = file.provenance.model;
    const std::string other = model == own || model.empty() ? "a model with other decisions or accuracies" : model;
    throw UsageError("This policy was trained for model " + own + " and cannot decide for " + other +
                     ": train one for it, or use a policy whose algorithm ends in -features.");
  }
  return ActionSpace(table, file.decisions);
}

}  // namespace

LearnedPolicy::LearnedPolicy(std::shared_ptr<const PolicyFile> file, const DecisionTable& table,
                             const std::string& model)
    : file_(std::move(file)),
      actionSpace_(actionSpaceFor(*file_, table, model)),
      encoding_(file_->shape, actionSpace_, file_->fields),
      net_(encoding_, actionSpace_.count(), file_->hidden) {
  if (actionSpace_.count() == 0) {
    throw UsageError(
        "No decision of this model has a measured accuracy, so policies have nothing to choose from: run "
        "'cleave-cli model evaluate --table' first.");
  }
  if (file_->shape == NetShape::Features) return;  // it standardises nothing
  encoding_.mean = file_->mean;
  encoding_.deviation = file_->deviation;
}

const float* LearnedPolicy::scores(const Observation& observation) {
  encoding_.encode({&observation, 1}, input_);
  net_.scores(file_->weights.data(), input_, tape_, scores_);
  return scores_.row(0);
}

const float* LearnedPolicy::criticScores(std::size_t which) {
  net_.scores(file_->critics.data() + which * net_.parameterCount(), input_, tape_, criticScores_.at(which));
  return criticScores_[which].row(0);
}

int LearnedPolicy::decide(const Observation& observation) {
  if (mustCatchUp(observation)) return quickest(observation);
  return actionSpace_.index(actionSpace_.best(scores(observation)));
}

int LearnedPolicy::quickest(const Observation& observation) const {
  std::size_t best = 0;
  double bestMs = std::numeric_limits<double>::infinity();
  for (std::size_t action = 0; action < actionSpace_.count(); ++action) {
    const double ms = predictMs(actionSpace_.cost(action), observation, observation.bandwidthMeanMbps);
    if (ms >= bestMs) continue;
    best = action;
    bestMs = ms;
  }
  return actionSpace_.index(best);
}

}  // namespace cleave::learn
