// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rl/learn/action_scorer.h"
#include "rl/learn/learner.h"
#include "rl/learn/masked_softmax.h"
#include "rl/nn/optimizer.h"

namespace cleave::learn {

/// Discrete Soft Actor-Critic (Christodoulou, arXiv 1910.07207), with fixes for its known problems. The abstract of the
/// paper that Cleave follows (arXiv 2201.02968) gives none of these values: they were chosen for Cleave.
struct SacOptions {
  NetShape shape = NetShape::Flat;
  std::vector<std::size_t> hidden{64, 64};
  std::size_t batch = 64;  ///< transitions per update of the actor
  std::size_t criticBatch =
      64;  ///< and per update of the critics, never fewer: with the features shape these cost little
  double learningRate = 1e-3;  ///< of actor and critics; cosine decay to a tenth
  double discount = 0;         ///< decisions affect only the queue, so the problem is close to a contextual bandit
  double rewardScale = 5;      ///< rewards are between -2 and 1: scaled so that temperatures below 1 matter
  bool meanCritics = true;     ///< the mean of both critics (SD-SAC, arXiv 2209.10081); false: their minimum
  /// Where the critics' loss turns from quadratic to linear, in scaled rewards. With a small value they estimate
  /// medians, and a decision that is rarely very late looks better than it is.
  double huberDelta = 10;
  double valueClip = 0;  ///< > 0: clips how far critics move from their target networks, by the larger error (ibid.)
  /// Share of uniformly random decisions: where a mistake is expensive (a link about to fail), the actor is certain
  /// long before the critics know the other decisions.
  double epsilon = 0.1;
  double entropyStart = 0.3;  ///< target entropy, as a share of ln(allowed actions): annealed linearly
  double entropyEnd = 0.02;
  double temperatureStart = 0.5;
  double temperatureMin = 0.01;  ///< below this, exploration would end before the critics have converged
  double temperatureMax = 1;     ///< keeps it from diverging when the target entropy cannot be reached
  double temperatureLearningRate = 3e-3;
  double tau = 0.005;  ///< soft update of the critics' target networks; unused at discount 0 without a value clip
  double averageTau = 0.001;    ///< of the moving average of the actor, which is the resulting policy
  std::size_t replay = 50'000;  ///< capacity; four times as much was worse: old transitions are off-policy

  friend bool operator==(const SacOptions&, const SacOptions&) = default;
};

/// SAC-d: one masked softmax over all actions, two critics, a learned temperature. Expectations over actions are sums,
/// never means, and masked actions are excluded from acting, from expectations, from the actor's loss and from
/// entropies.
class Sac final : public Learner {
 public:
  /// `actionSpace` and `encoding` outlive the learner.
  Sac(const ActionSpace& actionSpace, const Encoding& encoding, const SacOptions& options, std::uint64_t seed);

  void act(std::span<const Observation> observations, std::vector<std::size_t>& actions) override;
  void observe(const Transition& transition, std::span<const float> rewards) override;
  void update(double progress) override;
  [[nodiscard]] Metrics metrics() const override;
  [[nodiscard]] std::span<const float> parameters() const override { return average_; }
  [[nodiscard]] std::span<const float> critics() const override { return critics_; }
  void save(StateWriter& state) const override;
  void load(StateReader& state) override;

 private:
  void computeTargets();
  void updateCritics(double share);
  void updateActor(double share);
  void updateTemperature(double entropyShare);
  /// Of the batch: the first of the critics' observations.
  [[nodiscard]] std::span<const Observation> actorsPart() const {
    return std::span(batch_.states).first(options_.batch);
  }
  /// The values of every action by both critics (or their target networks), in values_.
  void evaluate(const std::vector<float>& critics, const Matrix& input);
  [[nodiscard]] float* critic(std::vector<float>& both, std::size_t which) const {
    return both.data() + which * net_.parameterCount();
  }

  const ActionSpace& actionSpace_;
  const Encoding& encoding_;
  SacOptions options_;
  ActionScorer net_;
  FastRandom random_;
  std::vector<float> known_;  ///< scaled accuracy by action, a known part of the reward: the critics learn the rest
  std::vector<float> actor_;
  std::vector<float> average_;  ///< moving average of the actor's parameters: the resulting policy
  std::vector<float> critics_;  ///< two, one after the other
  std::vector<float> targets_;
  Adam actorStep_;
  Adam criticStep_;
  double logTemperature_;
  double temperatureMean_ = 0;  ///< Adam's moments of the one parameter
  double temperatureSquare_ = 0;
  ReplayBuffer replay_;
  std::int64_t updates_ = 0;

  // Scratch of an update, kept to avoid allocations.
  Batch batch_;
  std::vector<float> tdTargets_, predictions_, slopes_;
  Matrix chosen_;  ///< the critics' input
  Matrix input_, nextInput_, scores_, values_, other_, gradient_;
  MaskedSoftmax softmax_;
  ActionScorer::Tape actorTape_, scratchTape_;

  // Metrics.
  double entropy_ = 0, criticLoss_ = 0, actorLoss_ = 0, meanValue_ = 0;
};

}  // namespace cleave::learn
