// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>

#include "rl/learn/action_scorer.h"
#include "rl/learn/training.h"
#include "tests/rl/alexnet_table.h"

// Learners on an environment that is simple enough to know the answer.
namespace cleave::learn::test {

/// A layer on the device: alone it makes the target of 100 ms at the first exit only, so that a link that is fast at
/// times is worth following.
inline constexpr float kDeviceMs = 18;

/// A link that is fast for ten seconds and nearly dead for ten.
inline std::shared_ptr<const Conditions> blinkingLink() {
  auto conditions = std::make_shared<Conditions>();
  conditions->linkMbps = StepSeries(10, {80, 0.2});
  return conditions;
}

/// One learner's training on that link.
struct Lesson {
  using Make = std::function<std::unique_ptr<Learner>(const ActionSpace&, const Encoding&)>;

  /// @param layers hidden ones of the network that comes out
  Lesson(NetShape shape, std::vector<std::size_t> layers, std::uint64_t seed, const Make& make)
      : hidden(std::move(layers)), encoding(shape, actionSpace), learner(make(actionSpace, encoding)) {
    how.seed = seed;
    how.steps = 6000;
    how.numEnvs = 8;
    how.episode = 50;
    how.updatesPerStep = 0.25;
  }
  Lesson(const Lesson&) = delete;
  Lesson& operator=(const Lesson&) = delete;

  Training training() {
    return {actionSpace, encoding, *learner,
            [this](std::uint64_t seed) {
              EnvironmentOptions options;
              options.seed = seed;
              options.startS = static_cast<double>(seed % 20);
              return SimulatedEnvironment(table, blinkingLink(), options);
            },
            how};
  }
  /// Mean reward of what was learned, over a stretch of the link.
  double evaluate() {
    ActionScorer net(encoding, actionSpace.count(), hidden);
    ActionScorer::Tape tape;
    Matrix input;
    Matrix scores;
    EnvironmentOptions options;
    options.seed = 7;
    SimulatedEnvironment environment(table, blinkingLink(), options);
    double sum = 0;
    for (int i = 0; i < 400; ++i) {
      const std::vector<Observation> seen{environment.observation()};
      encoding.encode(seen, input);
      net.scores(learner->parameters().data(), input, tape, scores);
      const StepResult result = environment.step(actionSpace.index(actionSpace.best(scores.row(0))));
      sum += how.reward(result.accuracy, result.latencyMs, 100);
    }
    return sum / 400;
  }

  std::shared_ptr<const DecisionTable> table = cleave::test::alexnetTable(kDeviceMs, 1);
  ActionSpace actionSpace{*table};
  std::vector<std::size_t> hidden;
  Encoding encoding;
  std::unique_ptr<Learner> learner;
  TrainingOptions how;
};

/// With a learner of this kind.
template <class OneLearner, class Options>
Lesson lessonOf(const Options& options, std::uint64_t seed = 1) {
  std::vector<std::size_t> hidden;
  if constexpr (requires { options.hidden; }) hidden = options.hidden;
  return {options.shape, std::move(hidden), seed, [&](const ActionSpace& actionSpace, const Encoding& encoding) {
            return std::make_unique<OneLearner>(actionSpace, encoding, options, seed);
          }};
}

/// The best that one decision for ever can do there.
inline double bestFixedReward() {
  const auto table = cleave::test::alexnetTable(kDeviceMs, 1);
  double best = -10;
  for (int i = 0; i < table->size(); ++i) {
    if (!table->at(i).useful) continue;
    EnvironmentOptions options;
    options.seed = 7;
    SimulatedEnvironment environment(table, blinkingLink(), options);
    double sum = 0;
    for (int k = 0; k < 400; ++k) {
      const StepResult result = environment.step(i);
      sum += Reward{}(result.accuracy, result.latencyMs, 100);
    }
    best = std::max(best, sum / 400);
  }
  return best;
}

/// A report that stops its training after the round in which `step` is reached.
inline std::function<void(const TrainingProgress&)> stopAt(std::int64_t step, std::stop_source& stop) {
  return [step, &stop](const TrainingProgress& progress) {
    if (progress.step >= step) stop.request_stop();
  };
}

inline const std::function<void(const TrainingProgress&)> kQuiet = [](const TrainingProgress&) {};

}  // namespace cleave::learn::test
