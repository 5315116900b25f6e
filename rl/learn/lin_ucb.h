// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rl/learn/action_scorer.h"
#include "rl/learn/learner.h"
#include "rl/learn/ridge.h"

namespace cleave::learn {

/// LinUCB (Li, Chu, Langford and Schapire, arXiv 1003.0146), the contextual bandit that the learners must beat: no
/// network, no discount, no gradient.
struct LinUcbOptions {
  /// Flat: one ridge regression per decision, over the observation (the paper's "disjoint" models). Features: one for
  /// all, over each decision's own features.
  NetShape shape = NetShape::Flat;
  /// Width of the confidence bound in standard deviations of the estimate, in rewards. The paper's theory asks for more
  /// than 1, which explores far too much in practice.
  double alpha = 0.3;
  double ridge = 1;  ///< > 0: prior observations of reward 0 along each input

  friend bool operator==(const LinUcbOptions&, const LinUcbOptions&) = default;
};

/// A contextual bandit: linear estimates of the reward, and the allowed action that could be best within their
/// confidence. The result is an ActionScorer without hidden layers whose scores are the estimates.
class LinUcb final : public Learner {
 public:
  /// `actionSpace` and `encoding` outlive the learner. It has no randomness of its own: only the environments and the
  /// first phase depend on the seed.
  LinUcb(const ActionSpace& actionSpace, const Encoding& encoding, const LinUcbOptions& options, std::uint64_t seed);

  void act(std::span<const Observation> observations, std::vector<std::size_t>& actions) override;
  void observe(const Transition& transition, std::span<const float> rewards) override;
  void update(double progress) override;
  /// updates (samples learned from), critic_loss (half the squared error of the estimate before each), mean_value (of
  /// what was taken), width (mean confidence bound of the chosen actions, in rewards)
  [[nodiscard]] Metrics metrics() const override;
  /// Of an ActionScorer without hidden layers.
  [[nodiscard]] std::span<const float> parameters() const override { return parameters_; }
  void save(StateWriter& state) const override;
  void load(StateReader& state) override;

 private:
  /// Learns from everything observed since the last call. Not in observe(): inputs are standardised after the first
  /// phase, and its samples must be encoded like all later ones.
  void absorb();
  /// The input of one action, with a 1 for the bias, in x_. @param i of the observation in input_
  void select(std::size_t i, std::size_t action);
  [[nodiscard]] std::size_t modelOf(std::size_t action) const { return models_.size() > 1 ? action : 0; }
  void writeWeights(std::size_t model);

  const ActionSpace& actionSpace_;
  const Encoding& encoding_;
  LinUcbOptions options_;
  ActionScorer net_;
  std::vector<Ridge> models_;  ///< one per action, or one for all
  std::vector<float> parameters_;
  std::vector<Transition> fresh_;  ///< observed and not yet learned from
  std::int64_t updates_ = 0;
  double loss_ = 0, meanValue_ = 0, meanWidth_ = 0;

  Matrix input_;
  std::vector<double> x_;
};

}  // namespace cleave::learn
