// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rl/learn/action_scorer.h"
#include "rl/learn/learner.h"
#include "rl/learn/masked_softmax.h"
#include "rl/nn/optimizer.h"

namespace cleave::learn {

/// Double DQN (van Hasselt, Guez and Silver, arXiv 1509.06461) with the Huber loss. Besides epsilon, it explores with a
/// softmax over its values: a uniform choice among two hundred decisions tries the few good ones so rarely that their
/// order stays unknown (with epsilon alone it only matched the best fixed decision on the tests' on-off link, even with
/// twice the training).
struct DqnOptions {
  NetShape shape = NetShape::Flat;
  std::vector<std::size_t> hidden{64, 64};
  std::size_t batch = 64;
  double learningRate = 5e-4;  ///< cosine decay to a tenth
  double discount = 0;         ///< as SacOptions: close to a contextual bandit
  double rewardScale = 5;      ///< as SacOptions, so that losses are comparable
  double huberDelta = 10;      ///< where the loss turns from quadratic to linear, in scaled rewards; as SacOptions
  double epsilonStart = 0.1;   ///< share of uniformly random decisions: decays linearly
  double epsilonEnd = 0.01;
  double temperatureStart = 0.2;  ///< of the softmax over values, in scaled rewards: decays geometrically; 0: unused
  double temperatureEnd = 0.03;
  double tau = 0.005;  ///< soft update of the target network; unused at discount 0
  std::size_t replay = 50'000;

  friend bool operator==(const DqnOptions&, const DqnOptions&) = default;
};

/// Double DQN: scores are action values, and the decision is the allowed action with the highest value. The network
/// selects the next action, its target network evaluates it; both consider allowed actions only.
class Dqn final : public Learner {
 public:
  /// `actionSpace` and `encoding` outlive the learner.
  Dqn(const ActionSpace& actionSpace, const Encoding& encoding, const DqnOptions& options, std::uint64_t seed);

  void act(std::span<const Observation> observations, std::vector<std::size_t>& actions) override;
  void observe(const Transition& transition, std::span<const float> rewards) override;
  void update(double progress) override;
  /// updates, epsilon, temperature, critic_loss (Huber loss of scaled rewards), mean_value (of the actions taken, as a
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

  // Scratch of an update, kept to avoid allocations.
  Batch batch_;
  std::vector<std::size_t> best_;
  std::vector<float> tdTargets_, predictions_, slopes_;
  Matrix input_, nextInput_, scores_;
  MaskedSoftmax softmax_;
  ActionScorer::Tape tape_;
};

}  // namespace cleave::learn
