// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <stop_token>

#include "rl/environment/simulated_environment.h"
#include "rl/learn/learner.h"
#include "rl/predict/reward.h"

namespace cleave::learn {

struct TrainingOptions {
  std::int64_t steps = 200'000;    ///< requests in total, including the first phase
  double updatesPerStep = 0.25;    ///< gradient steps per request
  std::size_t numEnvs = 16;        ///< environments that run in parallel
  std::size_t episode = 100;       ///< requests per environment before it is replaced
  std::size_t randomEpisodes = 1;  ///< per environment in the first phase: random decisions that fill the replay
  std::uint64_t seed = 1;
  Reward reward;
};

struct TrainingProgress {
  std::int64_t step = 0;
  std::int64_t steps = 0;
  double reward = 0;      ///< mean over the last round of episodes, exploration included
  double violations = 0;  ///< share of its requests that missed the target
  double elapsedS = 0;
  double etaS = 0;
  Metrics metrics;
};

/// Environments, a learner, and the loop between them. Works in rounds: every lane runs one episode in a fresh
/// environment that follows from (seed, lane, round) alone, so that the state between two rounds is all that a
/// resume needs, and a resumed training gives exactly the same result as an uninterrupted one.
class Training {
 public:
  /// A fresh environment for a lane; the same for the same seed.
  using EnvFactory = std::function<SimulatedEnvironment(std::uint64_t seed)>;

  /// All references outlive the training. `encoding` is standardised after the first phase.
  Training(const ActionSpace& actionSpace, Encoding& encoding, Learner& learner, EnvFactory makeEnvironment,
           const TrainingOptions& options);

  /// Runs from the current state until all steps are done. @param report called after every round
  /// @throws Cancelled between two requests when stopped: state() is then that of the last whole round
  /// @throws Error naming step and seed when something becomes NaN: as above
  void run(const std::function<void(const TrainingProgress&)>& report, const std::stop_token& stop);

  /// As of the last whole round; of the beginning before it.
  [[nodiscard]] const std::vector<char>& state() const { return state_; }
  /// @throws Error when the bytes are not a state of such a training
  void resume(std::span<const char> state);
  [[nodiscard]] std::int64_t step() const { return step_; }

 private:
  void round(const std::stop_token& stop);
  void decide(bool random);
  void keep();

  const ActionSpace& actionSpace_;
  Encoding& encoding_;
  Learner& learner_;
  EnvFactory makeEnvironment_;
  TrainingOptions options_;
  FastRandom random_;
  std::int64_t step_ = 0;
  std::int64_t round_ = 0;
  double owed_ = 0;  ///< updates that are due, with their fraction
  TrainingProgress progress_;
  std::vector<char> state_;

  std::vector<SimulatedEnvironment> environments_;
  std::vector<Observation> observations_;
  std::vector<Observation> first_;  ///< seen in the first phase, for standardising
  std::vector<std::size_t> actions_;
  std::vector<float> everyReward_;
};

}  // namespace cleave::learn
