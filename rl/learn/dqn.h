// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rl/learn/action_scorer.h"
#include "rl/learn/dqn_options.h"
#include "rl/learn/learner.h"
#include "rl/learn/masked_softmax.h"
#include "rl/nn/adam.h"

namespace cleave::learn {

/// Double DQN: scores are values, and the decision is the allowed choice of the highest. The network says which choice
/// the next request will take, its slower target what that is worth; both look at allowed choices only.
class Dqn final : public Learner {
 public:
  /// `encoding` and `choices` outlive the learner.
  Dqn(const ActionSpace& actionSpace, const Encoding& encoding, const DqnOptions& options, std::uint64_t seed);

  void act(std::span<const Observation> observations, std::vector<std::size_t>& actions) override;
  void observe(const Transition& transition, std::span<const float> rewards) override;
  void update(double progress) override;
  /// updates, epsilon, temperature, critic_loss (Huber's, in scaled rewards), mean_value (of what was taken, as a
  /// reward)
  [[nodiscard]] Metrics metrics() const override;
  [[nodiscard]] std::span<const float> parameters() const override { return values_; }
  void save(StateWriter& state) const override;
  void load(StateReader& state) override;

 private:
  void computeTargets();

  const ActionSpace& actionSpace_;
  const Encoding& encoding_;
  DqnOptions options_;
  ActionScorer net_;
  FastRandom random_;
  std::vector<float> values_;  ///< parameters
  std::vector<float> target_;
  Adam step_;
  ReplayBuffer replay_;
  double epsilon_;
  double temperature_;
  std::int64_t updates_ = 0;
  double loss_ = 0, meanValue_ = 0;

  // Of the update under way; kept for their memory.
  Batch batch_;
  std::vector<std::size_t> best_;
  std::vector<float> wanted_, said_, slope_;
  Matrix input_, nextInput_, scores_;
  MaskedSoftmax softmax_;
  ActionScorer::Tape tape_;
};

}  // namespace cleave::learn
