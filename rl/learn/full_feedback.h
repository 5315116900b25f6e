// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rl/learn/action_scorer.h"
#include "rl/learn/learner.h"
#include "rl/learn/masked_softmax.h"
#include "rl/learn/sac.h"
#include "rl/nn/optimizer.h"

namespace cleave::learn {

/// The full-feedback reference: SAC-d's actor, trained with its own loss on the true reward of every action, which only
/// a simulator knows. It shows what a causal policy with this network could have learned; the rest of the distance to
/// the oracle depends on what no causal policy can know.
class FullFeedbackReference final : public Learner {
 public:
  /// `actionSpace` and `encoding` outlive the learner. It uses the shape, layers, batch, learning rate, reward scale
  /// and replay of the options.
  FullFeedbackReference(const ActionSpace& actionSpace, const Encoding& encoding, const SacOptions& options,
                        std::uint64_t seed);

  void act(std::span<const Observation> observations, std::vector<std::size_t>& actions) override;
  void observe(const Transition& transition, std::span<const float> rewards) override;
  [[nodiscard]] bool wantsEveryReward() const override { return true; }
  void update(double progress) override;
  [[nodiscard]] Metrics metrics() const override;
  [[nodiscard]] std::span<const float> parameters() const override { return actor_; }
  void save(StateWriter& state) const override;
  void load(StateReader& state) override;

 private:
  const ActionSpace& actionSpace_;
  const Encoding& encoding_;
  SacOptions options_;
  ActionScorer net_;
  FastRandom random_;
  std::vector<float> actor_;
  Adam step_;
  std::vector<Observation> seen_;  ///< a ring of observations
  std::vector<float> rewards_;     ///< and of the rewards of all actions, count() each
  std::size_t oldest_ = 0;
  double expected_ = 0;
  std::int64_t updates_ = 0;

  std::vector<Observation> states_;
  std::vector<std::size_t> drawn_;
  Matrix input_, scores_, gradient_;
  MaskedSoftmax softmax_;
  ActionScorer::Tape tape_;
};

}  // namespace cleave::learn
