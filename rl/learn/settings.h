// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "core/types/error.h"
#include "rl/environment/scenario_reader.h"
#include "rl/environment/text_lines.h"
#include "rl/learn/dqn.h"
#include "rl/learn/lin_ucb.h"
#include "rl/learn/ppo.h"
#include "rl/learn/sac.h"
#include "rl/learn/training.h"

// The numbers of every learner, each once: what sets, writes and lists them goes through these. `use` is called with
// (key, X&, Limits) for X = double, bool, std::size_t, std::int64_t, and std::vector<std::size_t> for layer sizes.
namespace cleave::learn::detail {

using cleave::detail::Limits;

inline constexpr Limits kCount{1, 1e9};
inline constexpr Limits kBatch{1, 65536};
inline constexpr Limits kWidth{1, 4096};               // of a hidden layer
inline constexpr Limits kLearningRate{0, 1e30, true};  // what is too much ends in NaN, and the training says so
inline constexpr Limits kPart{0, 1};
inline constexpr Limits kDiscount{0, 0.9999};
inline constexpr Limits kPositive{0, 1e6, true};
inline constexpr Limits kAmount{0, 1e6};
inline constexpr std::size_t kMostLayers = 8;

template <class Use>
void fields(TrainingOptions& options, Use&& use) {
  use("steps", options.steps, kCount);
  use("updates_per_step", options.updatesPerStep, Limits{0, 64});
  use("num_envs", options.numEnvs, Limits{1, 4096});
  use("episode", options.episode, Limits{1, 1e6});
  use("random_episodes", options.randomEpisodes, Limits{1, 1e6});
}

/// Of every learner that steps down a gradient of what it draws from a replay.
template <class Options, class Use>
void replayedFields(Options& options, Use&& use) {
  use("hidden", options.hidden, kWidth);
  use("batch", options.batch, kBatch);
  use("learning_rate", options.learningRate, kLearningRate);
  use("reward_scale", options.rewardScale, kPositive);
  use("replay", options.replay, kCount);
}

/// @param fullFeedback leaves out what that reference does not use
template <class Use>
void fields(SacOptions& options, bool fullFeedback, Use&& use) {
  replayedFields(options, use);
  if (fullFeedback) return;
  use("critic_batch", options.criticBatch, kBatch);
  use("epsilon", options.epsilon, kPart);
  use("discount", options.discount, kDiscount);
  use("mean_critics", options.meanCritics, kPart);
  use("huber_delta", options.huberDelta, kPositive);
  use("value_clip", options.valueClip, kAmount);
  use("entropy_start", options.entropyStart, kPart);
  use("entropy_end", options.entropyEnd, kPart);
  use("temperature_start", options.temperatureStart, kPositive);
  use("temperature_min", options.temperatureMin, kPositive);
  use("temperature_max", options.temperatureMax, kPositive);
  use("temperature_learning_rate", options.temperatureLearningRate, kLearningRate);
  use("tau", options.tau, kPart);
  use("average_tau", options.averageTau, kPart);
}

template <class Use>
void fields(DqnOptions& options, Use&& use) {
  replayedFields(options, use);
  use("discount", options.discount, kDiscount);
  use("huber_delta", options.huberDelta, kPositive);
  use("epsilon_start", options.epsilonStart, kPart);
  use("epsilon_end", options.epsilonEnd, kPart);
  use("temperature_start", options.temperatureStart, kAmount);
  use("temperature_end", options.temperatureEnd, kPositive);
  use("tau", options.tau, kPart);
}

template <class Use>
void fields(PpoOptions& options, Use&& use) {
  use("hidden", options.hidden, kWidth);
  use("rollout", options.rollout, kBatch);
  use("epochs", options.epochs, Limits{1, 1000});
  use("batch", options.batch, kBatch);
  use("learning_rate", options.learningRate, kLearningRate);
  use("discount", options.discount, kDiscount);
  use("gae_lambda", options.gaeLambda, kPart);
  use("reward_scale", options.rewardScale, kPositive);
  use("huber_delta", options.huberDelta, kPositive);
  use("clip", options.clip, kPart);
  use("entropy_start", options.entropyStart, kAmount);
  use("entropy_end", options.entropyEnd, kAmount);
}

template <class Use>
void fields(LinUcbOptions& options, Use&& use) {
  use("alpha", options.alpha, kAmount);
  use("ridge", options.ridge, kPositive);
}

inline std::string toText(const std::vector<std::size_t>& sizes) {
  std::string text;
  for (const auto size : sizes) text += (text.empty() ? "" : "x") + std::to_string(size);
  return text.empty() ? "none" : text;
}
template <class Number>
std::string toText(const Number& value) {
  return numberText(static_cast<double>(value));
}

inline double numberFrom(const std::string& key, const std::string& text, const Limits& limits) {
  const auto number = finiteNumber(text);
  if (!number) throw UsageError("Setting " + key + " is " + inQuotes(text) + ", which is not a number.");
  const auto problem = cleave::detail::rangeProblem(key, *number, limits);
  if (!problem.empty()) throw UsageError("Setting " + problem + ".");
  return *number;
}

inline void fromText(const std::string& key, const std::string& text, const Limits& limits, double& value) {
  value = numberFrom(key, text, limits);
}
/// Whole numbers and bool.
template <class Number>
void fromText(const std::string& key, const std::string& text, const Limits& limits, Number& value) {
  const double number = numberFrom(key, text, limits);
  if (number != std::floor(number)) {
    throw UsageError("Setting " + key + " is " + inQuotes(text) + ", which is not a whole number.");
  }
  value = static_cast<Number>(number);
}
inline void fromText(const std::string& key, const std::string& text, const Limits& limits,
                     std::vector<std::size_t>& sizes) {
  std::vector<std::size_t> read;
  for (std::size_t begin = 0; text != "none" && begin <= text.size() && read.size() <= kMostLayers;) {
    const auto end = std::min(text.find('x', begin), text.size());
    fromText(key, text.substr(begin, end - begin), limits, read.emplace_back());
    begin = end + 1;
  }
  if (read.size() > kMostLayers) {
    throw UsageError("Setting " + key + " has more than " + std::to_string(kMostLayers) + " layers.");
  }
  sizes = std::move(read);
}

}  // namespace cleave::learn::detail
