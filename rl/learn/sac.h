// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rl/learn/action_scorer.h"
#include "rl/learn/learner.h"
#include "rl/learn/masked_softmax.h"
#include "rl/nn/optimizer.h"

namespace cleave::learn {

/// Discrete Soft Actor-Critic (Christodoulou, arXiv 1910.07207), with what is known to go wrong mended. Where the paper
/// that Cleave follows (arXiv 2201.02968) is silent, which its abstract is on all of this, the choice is ours.
struct SacOptions {
  NetShape shape = NetShape::Flat;
  std::vector<std::size_t> hidden{64, 64};
  std::size_t batch = 64;        ///< transitions that an update of the actor takes
  std::size_t criticBatch = 64;  ///< and of the critics, never fewer: of the features shape these cost little
  double learningRate = 1e-3;    ///< of actor and critics, falling along a cosine to a tenth
  double discount = 0;     ///< the decision moves nothing but the queue, so the problem is close to a contextual bandit
  double rewardScale = 5;  ///< rewards lie between -2 and 1: brought up to where the temperature has room below 1
  bool meanCritics = true;  ///< the mean of both critics (SD-SAC, arXiv 2209.10081); false: their minimum
  /// Where the critics' loss turns from square to linear, in scaled rewards. A small bound makes them say medians, and
  /// a decision that is rarely very late then looks better than it is.
  double huberDelta = 10;
  double valueClip = 0;  ///< > 0: a critic's step away from its target network costs the larger of both errors (ibid.)
  /// Share of decisions that are any, however sure the actor is: where one mistake is dear (a link about to die), it is
  /// sure long before the critics know the rest.
  double epsilon = 0.1;
  double entropyStart = 0.3;  ///< target entropy, as a share of ln(allowed actions): annealed in a straight line
  double entropyEnd = 0.02;
  double temperatureStart = 0.5;
  double temperatureMin = 0.01;  ///< below it exploring would end before the critics know what they say
  double temperatureMax = 1;     ///< a target that cannot be met would let it run away
  double temperatureLearningRate = 3e-3;
  double tau =
      0.005;  ///< of the critics, which target networks follow by an update; unused at discount 0 without a value clip
  double averageTau = 0.001;    ///< of the actor, which the policy that comes out follows by an update
  std::size_t replay = 50'000;  ///< four times as many were worse: old decisions teach what is not chosen any more

  friend bool operator==(const SacOptions&, const SacOptions&) = default;
};

/// SAC-d: one masked softmax over all actions, two critics, a learned temperature. All sums over actions are sums,
/// never means, and actions that may not be taken have no part in acting, in expectations, in the actor's loss or in
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
  /// What both critics (or their targets) say of every choice, in values_.
  void evaluate(const std::vector<float>& critics, const Matrix& input);
  [[nodiscard]] float* critic(std::vector<float>& both, std::size_t which) const {
    return both.data() + which * net_.parameterCount();
  }

  const ActionSpace& actionSpace_;
  const Encoding& encoding_;
  SacOptions options_;
  ActionScorer net_;
  FastRandom random_;
  std::vector<float> known_;  ///< by choice, of the reward: its accuracy, scaled. The critics learn the rest
  std::vector<float> actor_;
  std::vector<float> average_;  ///< of the actor's parameters; it decides in the end
  std::vector<float> critics_;  ///< two, one after the other
  std::vector<float> targets_;
  Adam actorStep_;
  Adam criticStep_;
  double logTemperature_;
  double temperatureMean_ = 0;  ///< Adam's moments of the one parameter
  double temperatureSquare_ = 0;
  ReplayBuffer replay_;
  std::int64_t updates_ = 0;

  // Of the update under way; kept for their memory.
  Batch batch_;
  std::vector<float> wanted_, said_, slope_;
  Matrix chosen_;  ///< the critics' input
  Matrix input_, nextInput_, scores_, values_, other_, gradient_;
  MaskedSoftmax softmax_;
  ActionScorer::Tape actorTape_, scratchTape_;

  // For people.
  double entropy_ = 0, criticLoss_ = 0, actorLoss_ = 0, meanValue_ = 0;
};

}  // namespace cleave::learn
