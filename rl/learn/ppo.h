// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rl/learn/action_scorer.h"
#include "rl/learn/learner.h"
#include "rl/learn/masked_softmax.h"
#include "rl/nn/optimizer.h"

namespace cleave::learn {

/// Proximal policy optimisation (Schulman et al., arXiv 1707.06347) with clipped ratios over discrete, masked actions,
/// and generalised advantage estimation (arXiv 1506.02438).
struct PpoOptions {
  NetShape shape = NetShape::Flat;          ///< of the actor; the value network sees the flat observation in both
  std::vector<std::size_t> hidden{64, 64};  ///< of both networks
  std::size_t rollout = 512;                ///< requests collected per rollout
  std::size_t epochs = 6;                   ///< passes over a rollout
  std::size_t batch = 64;                   ///< requests per gradient step
  double learningRate = 5e-4;               ///< of actor and values; cosine decay to a tenth
  double discount = 0;                      ///< as SacOptions: close to a contextual bandit
  double gaeLambda = 0.9;                   ///< lambda of the advantages; unused at discount 0
  double rewardScale = 5;                   ///< as SacOptions; only the values see it, advantages are normalised
  double huberDelta = 10;                   ///< of the values' loss, as SacOptions
  double clip = 0.2;                        ///< of the probability ratio, per rollout
  double entropyStart = 0.05;               ///< weight of the entropy bonus, with normalised advantages: decays
  double entropyEnd = 0.002;                ///< linearly

  friend bool operator==(const PpoOptions&, const PpoOptions&) = default;
};

/// One request of a rollout.
struct PpoSample {
  Transition step;
  float logProbability = 0;  ///< of the action, when it was chosen
  std::uint32_t lane = 0;    ///< index of the environment
};

struct PpoTraces {
  float discount = 0;
  float lambda = 0;
};

/// Generalised advantage estimation. An environment may be replaced by another at any request without notice: a sample
/// continues into the next one of its lane only if that one's state is this one's next state. Otherwise the value of
/// the next state stands for all later rewards, since no environment is ended by an action.
/// @param rewards scaled as the values are
/// @param values of each sample's state @param nextValues of its next state; unused at discount 0
/// @returns one advantage per sample, not normalised
std::vector<float> advantages(std::span<const PpoSample> samples, std::span<const float> rewards,
                              std::span<const float> values, std::span<const float> nextValues,
                              const PpoTraces& traces);

/// Proximal policy optimisation. On-policy: it learns once from actions that it chose itself and then discards them;
/// the random actions of the first phase have no probability under the policy and are skipped. update() does nothing
/// until a rollout is complete, and then runs all of its epochs.
class Ppo final : public Learner {
 public:
  /// `actionSpace` and `encoding` outlive the learner.
  Ppo(const ActionSpace& actionSpace, const Encoding& encoding, const PpoOptions& options, std::uint64_t seed);

  void act(std::span<const Observation> observations, std::vector<std::size_t>& actions) override;
  /// For the actions of the last act(), in the same order; anything else is skipped.
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
    float logProbability;
  };

  void evaluateRollout();
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

  std::vector<Pending> pending_;  ///< chosen by act(), not observed yet
  std::size_t observed_ = 0;

  // Scratch of an update, kept to avoid allocations.
  Batch whole_;
  std::vector<float> values_, nextValues_, advantages_, tdTargets_;
  std::vector<std::size_t> order_;
  std::vector<Observation> states_;
  Matrix input_, flatInput_, scores_, gradient_, valueGradient_;
  MaskedSoftmax softmax_;
  ActionScorer::Tape tape_;
  Mlp::Tape valueTape_;
};

}  // namespace cleave::learn
