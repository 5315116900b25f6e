// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rl/learn/action_scorer.h"
#include "rl/learn/learner.h"
#include "rl/learn/masked_softmax.h"
#include "rl/learn/sac_options.h"
#include "rl/nn/adam.h"

namespace cleave::learn {

/// SAC-d: one masked softmax over all actions, two critics, a learned temperature. All sums over choices are sums,
/// never means, and choices that may not be taken have no part in acting, in expectations, in the actor's loss or in
/// entropies.
class Sac final : public Learner {
 public:
  /// `encoding` and `choices` outlive the learner.
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
  void updateTemperature(double targetShare);
  /// Of the batch: the first of the critics' observations.
  [[nodiscard]] std::span<const Observation> actorsPart() const { return std::span(batch_.now).first(options_.batch); }
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
