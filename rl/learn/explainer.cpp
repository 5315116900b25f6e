// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/learn/explainer.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <sstream>

#include "core/types/error.h"
#include "rl/learn/algorithms.h"
#include "rl/learn/any_policy.h"
#include "rl/learn/learned_policy.h"

namespace cleave::learn {
namespace {

// What does not depend on the policy, with every decision disallowed.
void predict(const PolicyContext& context, const Observation& observation, double mbps, Explanation& explanation) {
  explanation.mbps = mbps;
  explanation.chosen = -1;
  explanation.entropy = 0;
  explanation.allowedCount = 0;
  explanation.entries.assign(static_cast<std::size_t>(context.table.size()), {});
  for (int i = 0; i < context.table.size(); ++i) {
    const DecisionCost& cost = context.table.at(i);
    auto& entry = explanation.entries[static_cast<std::size_t>(i)];
    entry.predictedMs = predictMs(cost, observation, mbps);
    entry.reward = context.reward(cost.accuracy, entry.predictedMs, observation.targetMs);
  }
}

void setChosen(int chosen, Explanation& explanation) {
  auto& entry = explanation.entries[static_cast<std::size_t>(chosen)];
  explanation.chosen = chosen;
  entry.probability = 1;
  if (!entry.allowed) ++explanation.allowedCount;  // a fixed decision, whatever the table knows of it
  entry.allowed = true;
}

class RuleExplainer final : public Explainer {
 public:
  RuleExplainer(std::unique_ptr<Policy> policy, const std::string& text, const PolicyContext& context)
      : policy_(std::move(policy)), context_(context), pessimistic_(text == "greedy-safe") {}

  [[nodiscard]] ScoreKind scores() const override { return ScoreKind::None; }
  int decide(const Observation& observation) override { return policy_->decide(observation); }
  void explain(const Observation& observation, Explanation& explanation) override {
    predict(context_, observation, pessimistic_ ? pessimisticMbps(observation) : observation.bandwidthMeanMbps,
            explanation);
    for (int i = 0; i < context_.table.size(); ++i) {
      const bool allowed = context_.table.at(i).known;
      explanation.entries[static_cast<std::size_t>(i)].allowed = allowed;
      if (allowed) ++explanation.allowedCount;
    }
    setChosen(decide(observation), explanation);
  }

 private:
  std::unique_ptr<Policy> policy_;
  PolicyContext context_;
  bool pessimistic_;
};

/// Every decision is as likely as any other, known or not.
class RandomExplainer final : public Explainer {
 public:
  RandomExplainer(std::unique_ptr<Policy> policy, const PolicyContext& context)
      : policy_(std::move(policy)), context_(context) {}

  [[nodiscard]] ScoreKind scores() const override { return ScoreKind::None; }
  int decide(const Observation& observation) override { return policy_->decide(observation); }
  void explain(const Observation& observation, Explanation& explanation) override {
    predict(context_, observation, observation.bandwidthMeanMbps, explanation);
    explanation.allowedCount = context_.table.size();
    explanation.entropy = std::log(static_cast<double>(explanation.allowedCount));
    for (auto& entry : explanation.entries) {
      entry.allowed = true;
      entry.probability = 1.0 / explanation.allowedCount;
    }
  }

 private:
  std::unique_ptr<Policy> policy_;
  PolicyContext context_;
};

// The recipe that a file was trained with; its algorithm's own where the file's text cannot be read any more.
Recipe recipeOf(const PolicyFile& file) {
  Recipe recipe = recipeFor(isAlgorithm(file.provenance.algorithm) ? file.provenance.algorithm : "sac-d");
  std::istringstream words(file.provenance.settings);
  for (std::string word; words >> word;) {
    try {
      set(recipe, word);
    } catch (const UsageError&) {  // a number that this Cleave does not have
    }
  }
  return recipe;
}

class LearnedExplainer final : public Explainer {
 public:
  LearnedExplainer(std::shared_ptr<const PolicyFile> file, const PolicyContext& context)
      : policy_(std::move(file), context.table, context.model), context_(context) {
    const Recipe recipe = recipeOf(policy_.file());
    if (const auto* sac = std::get_if<SacOptions>(&recipe.options); sac && !policy_.file().critics.empty()) {
      critics_ = *sac;
      kind_ = ScoreKind::Value;
    }
    if (const auto* dqn = std::get_if<DqnOptions>(&recipe.options)) {
      kind_ = ScoreKind::Value;
      scale_ = dqn->rewardScale;  // its network says scaled rewards
    } else if (std::holds_alternative<LinUcbOptions>(recipe.options)) {
      kind_ = ScoreKind::Value;
    }
  }

  [[nodiscard]] ScoreKind scores() const override { return kind_; }
  int decide(const Observation& observation) override { return policy_.decide(observation); }
  void explain(const Observation& observation, Explanation& explanation) override {
    predict(context_, observation, observation.bandwidthMeanMbps, explanation);
    const float* scores = policy_.scores(observation);
    const ActionSpace& actionSpace = policy_.actionSpace();
    const std::size_t best = actionSpace.best(scores);
    const bool actor = kind_ == ScoreKind::Logit || critics_;  // whose scores have a softmax
    double sum = 0;
    for (std::size_t action = 0; action < actionSpace.count(); ++action) {
      auto& entry = entryOf(explanation, action);
      entry.score = static_cast<double>(scores[action]) / scale_;
      entry.scored = true;
      entry.allowed = true;
      ++explanation.allowedCount;
      if (actor) sum += std::exp(static_cast<double>(scores[action] - scores[best]));
    }
    setChosen(decide(observation), explanation);
    if (actor && !LearnedPolicy::mustCatchUp(observation)) setProbabilities(scores, best, sum, explanation);
    if (critics_) useCriticValues(explanation);
  }

 private:
  /// As the learner joins them: they say, scaled, what comes on top of an action's accuracy.
  void useCriticValues(Explanation& explanation) {
    const float* first = policy_.criticScores(0);
    const float* second = policy_.criticScores(1);
    for (std::size_t action = 0; action < policy_.actionSpace().count(); ++action) {
      const float both =
          critics_->meanCritics ? 0.5F * (first[action] + second[action]) : std::min(first[action], second[action]);
      entryOf(explanation, action).score =
          policy_.actionSpace().cost(action).accuracy + static_cast<double>(both) / critics_->rewardScale;
    }
  }
  Explanation::Entry& entryOf(Explanation& explanation, std::size_t action) const {
    return explanation.entries[static_cast<std::size_t>(policy_.actionSpace().index(action))];
  }
  // The masked softmax, in doubles: an entropy near 0 must not come out below it.
  void setProbabilities(const float* scores, std::size_t best, double sum, Explanation& explanation) const {
    for (std::size_t action = 0; action < policy_.actionSpace().count(); ++action) {
      auto& entry = entryOf(explanation, action);
      if (!entry.allowed) continue;
      const double above = static_cast<double>(scores[action] - scores[best]);
      entry.probability = std::exp(above) / sum;
      explanation.entropy -= entry.probability * (above - std::log(sum));
    }
  }

  LearnedPolicy policy_;
  PolicyContext context_;
  ScoreKind kind_ = ScoreKind::Logit;
  double scale_ = 1;
  std::optional<SacOptions> critics_;
};

}  // namespace

std::unique_ptr<Explainer> makeExplainer(const std::string& text, const PolicyContext& context) {
  if (auto file = policyFileOf(text)) return std::make_unique<LearnedExplainer>(std::move(file), context);
  auto policy = makeAnyPolicy(text, context);
  if (text == "random") return std::make_unique<RandomExplainer>(std::move(policy), context);
  return std::make_unique<RuleExplainer>(std::move(policy), text, context);
}

}  // namespace cleave::learn
