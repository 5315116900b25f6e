// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rl/learn/action_scorer.h"
#include "rl/learn/learner.h"
#include "rl/learn/masked_softmax.h"
#include "rl/nn/optimizer.h"

namespace cleave::learn {

/// Proximal policy optimisation (Schulman et al., arXiv 1707.06347) with clipped ratios over discrete, masked actions,
/// and advantages by generalised estimation (arXiv 1506.02438).
struct PpoOptions {
  NetShape shape = NetShape::Flat;          ///< of the actor; the value network sees the flat observation in both
  std::vector<std::size_t> hidden{64, 64};  ///< of both networks
  std::size_t rollout = 512;                ///< requests that are gathered before it learns from them
  std::size_t epochs = 6;                   ///< passes over a rollout
  std::size_t batch = 64;                   ///< requests a gradient step
  double learningRate = 5e-4;               ///< of actor and values, falling along a cosine to a tenth
  double discount = 0;                      ///< as SacOptions: close to a contextual bandit
  double gaeLambda = 0.9;                   ///< lambda of the advantages; unused at discount 0
  double rewardScale = 5;                   ///< as SacOptions; only the values see it, advantages are normalised
  double huberDelta = 10;                   ///< of the values' loss, as SacOptions
  double clip = 0.2;                        ///< how far an action's probability may move by one rollout, as a ratio
  double entropyStart = 0.05;               ///< weight of the entropy, against normalised advantages: falls in a
  double entropyEnd = 0.002;                ///< straight line

  friend bool operator==(const PpoOptions&, const PpoOptions&) = default;
};

/// One request of a rollout.
struct PpoSample {
  Transition step;
  float logChance = 0;     ///< of what was taken, when it was taken
  std::uint32_t lane = 0;  ///< which of the environments side by side it was in
};

struct PpoTraces {
  float discount = 0;
  float lambda = 0;
};

/// Generalised advantage estimation. An environment may be replaced by another at any request, and nothing says so: a
/// sample goes on into the next of its lane only where that one begins with what this one saw last. Elsewhere the value
/// of what it saw last stands for all that would have come, as no environment ends by what is done in it.
/// @param rewards scaled as the values are
/// @param values of each sample's `now`, @param nextValues of its `next`; unused at discount 0
/// @returns one advantage a sample, not normalised
std::vector<float> advantages(std::span<const PpoSample> samples, std::span<const float> rewards,
                              std::span<const float> values, std::span<const float> nextValues,
                              const PpoTraces& traces);

/// Proximal policy optimisation. On-policy: it learns from what it chose itself, once, and forgets it; what the first
/// phase chose at random has no probability under the policy and is passed over. update() does nothing until a rollout
/// is full, and then all of its epochs.
class Ppo final : public Learner {
 public:
  /// `actionSpace` and `encoding` outlive the learner.
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

  std::vector<Pending> pending_;  ///< of act(), which observe() has not told about
  std::size_t told_ = 0;

  // Of the rollout under way; kept for their memory.
  Batch whole_;
  std::vector<float> values_, nextValues_, advantages_, wanted_;
  std::vector<std::size_t> order_;
  std::vector<Observation> states_;
  Matrix input_, flatInput_, scores_, gradient_, valueGradient_;
  MaskedSoftmax softmax_;
  ActionScorer::Tape tape_;
  Mlp::Tape valueTape_;
};

}  // namespace cleave::learn
