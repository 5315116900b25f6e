// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rl/learn/action_scorer.h"
#include "rl/learn/learner.h"
#include "rl/learn/ridge.h"

namespace cleave::learn {

/// LinUCB (Li, Chu, Langford and Schapire, arXiv 1003.0146), the contextual bandit that the learners must beat: no
/// network, no discount, no gradient.
struct LinUcbOptions {
  /// Flat: one ridge regression a decision, over the observation (the paper's "disjoint" models). Features: one for
  /// all, over each decision's own features.
  NetShape shape = NetShape::Flat;
  /// How many deviations of its estimate a decision is given the benefit of, in rewards. The paper's bound asks for
  /// more than 1, which is far too bold in practice, theirs too.
  double alpha = 0.3;
  double ridge = 1;  ///< > 0: prior observations of reward 0 along each input

  friend bool operator==(const LinUcbOptions&, const LinUcbOptions&) = default;
};

/// A contextual bandit: linear estimates of the reward, and the allowed action that could be best within their
/// confidence. What comes out is an ActionScorer without hidden layers that says the estimates themselves.
class LinUcb final : public Learner {
 public:
  /// `actionSpace` and `encoding` outlive the learner. It has no randomness of its own: the seed only comes in by the
  /// environments and the first phase.
  LinUcb(const ActionSpace& actionSpace, const Encoding& encoding, const LinUcbOptions& options, std::uint64_t seed);

  void act(std::span<const Observation> observations, std::vector<std::size_t>& actions) override;
  void observe(const Transition& transition, std::span<const float> rewards) override;
  void update(double progress) override;
  /// updates (samples learned from), critic_loss (half the squared error of the estimate before each), mean_value (of
  /// what was taken), width (mean of the confidence that the chosen were given, in rewards)
  [[nodiscard]] Metrics metrics() const override;
  /// Of an ActionScorer without hidden layers.
  [[nodiscard]] std::span<const float> parameters() const override { return parameters_; }
  void save(StateWriter& state) const override;
  void load(StateReader& state) override;

 private:
  /// Learns from what was observed since. Not in observe(): the first phase is over before inputs are standardised, and
  /// its samples must be seen as all later ones are.
  void absorb();
  /// The input of one choice, with a 1 for the bias, in x_. @param i of the observation in input_
  void select(std::size_t i, std::size_t action);
  [[nodiscard]] std::size_t modelOf(std::size_t action) const { return models_.size() > 1 ? action : 0; }
  void writeWeights(std::size_t model);

  const ActionSpace& actionSpace_;
  const Encoding& encoding_;
  LinUcbOptions options_;
  ActionScorer net_;
  std::vector<Ridge> models_;  ///< one a choice, or one for all
  std::vector<float> parameters_;
  std::vector<Transition> fresh_;  ///< observed and not yet learned from
  std::int64_t updates_ = 0;
  double loss_ = 0, meanValue_ = 0, meanWidth_ = 0;

  Matrix input_;
  std::vector<double> x_;
};

}  // namespace cleave::learn
