// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rl/learn/action_scorer.h"
#include "rl/learn/learner.h"
#include "rl/learn/masked_softmax.h"
#include "rl/learn/ppo_options.h"
#include "rl/learn/ppo_rollout.h"
#include "rl/nn/adam.h"

namespace cleave::learn {

/// Proximal policy optimisation. On-policy: it learns from what it chose itself, once, and forgets it; what the first
/// phase chose at random has no probability under the policy and is passed over. update() does nothing until a rollout
/// is full, and then all of its epochs.
class Ppo final : public Learner {
 public:
  /// `encoding` and `choices` outlive the learner.
  Ppo(const ActionSpace& actionSpace, const Encoding& encoding, const PpoOptions& options, std::uint64_t seed);

  void act(std::span<const Observation> observations, std::vector<std::size_t>& actions) override;
  /// Of what act() chose last, in its order; anything else is passed over.
  void observe(const Transition& transition, std::span<const float> rewards) override;
  void update(double progress) override;
  /// updates (gradient steps), entropy, actor_loss, critic_loss, mean_value (of the last rollout, as a reward), clipped
  /// (share of ratios beyond the clip), divergence (mean of the log ratio: how far a rollout moved the policy)
  [[nodiscard]] Metrics metrics() const override;
  [[nodiscard]] std::span<const float> parameters() const override { return actor_; }
  void save(StateWriter& state) const override;
  void load(StateReader& state) override;

 private:
  struct Pending {
    std::size_t action;
    float logChance;
  };

  void judgeRollout();
  void valuesOf(std::span<const Observation> observations, std::vector<float>& values);
  void updateActor(std::span<const std::size_t> drawn, double share, float entropyWeight);
  void updateValues(std::span<const std::size_t> drawn, double share);

  const ActionSpace& actionSpace_;
  const Encoding& encoding_;
  Encoding flat_;  ///< what the value network sees, standardised as encoding_ is
  PpoOptions options_;
  ActionScorer net_;
  Mlp valueNet_;
  FastRandom random_;
  std::vector<float> actor_;
  std::vector<float> critic_;
  Adam actorStep_;
  Adam criticStep_;
  std::vector<PpoSample> rollout_;
  std::int64_t updates_ = 0;
  double entropy_ = 0, actorLoss_ = 0, criticLoss_ = 0, meanValue_ = 0, clipped_ = 0, divergence_ = 0;

  std::vector<Pending> pending_;  ///< of act(), which observe() has not told about
  std::size_t told_ = 0;

  // Of the rollout under way; kept for their memory.
  Batch whole_;
  std::vector<float> values_, nextValues_, advantages_, wanted_;
  std::vector<std::size_t> order_;
  std::vector<Observation> now_;
  Matrix input_, flatInput_, scores_, gradient_, valueGradient_;
  MaskedSoftmax softmax_;
  ActionScorer::Tape tape_;
  Mlp::Tape valueTape_;
};

}  // namespace cleave::learn
