// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/learn/algorithms.h"

#include <algorithm>

#include "core/types/error.h"
#include "rl/learn/full_feedback.h"
#include "rl/learn/legacy_names.h"
#include "rl/learn/settings.h"

namespace cleave::learn {
namespace {

// All of Cleave's own numbers; what is not here is as the structs have it.
SacOptions sacOptions(NetShape shape) {
  SacOptions options;
  options.shape = shape;
  if (shape == NetShape::Features) {  // a row of input for every decision: smaller layers and batches cost the same
    options.hidden = {32, 32};
    options.batch = 32;
    options.criticBatch = 256;
    options.learningRate = 2e-3;
    options.epsilon = 0.2;
  }
  return options;
}

// Many requests and few updates: what was decided long ago teaches little, and simulated requests are cheap.
TrainingOptions sacTraining(NetShape shape) {
  TrainingOptions training;
  training.steps = shape == NetShape::Flat ? 400'000 : 300'000;
  training.updatesPerStep = shape == NetShape::Flat ? 0.125 : 0.083;
  return training;
}

using Make = std::unique_ptr<Learner> (*)(const Recipe&, const ActionSpace&, const Encoding&, std::uint64_t);

struct Entry {
  Recipe recipe;
  Make make;
};

template <class Made, class Options>
Entry entry(const char* name, const Options& options, const TrainingOptions& training = {}) {
  return {{name, options, training},
          [](const Recipe& recipe, const ActionSpace& actionSpace, const Encoding& encoding,
             std::uint64_t seed) -> std::unique_ptr<Learner> {
            return std::make_unique<Made>(actionSpace, encoding, std::get<Options>(recipe.options), seed);
          }};
}

const std::vector<Entry>& entries() {
  static const std::vector<Entry> all{
      entry<Sac>("sac-d", sacOptions(NetShape::Flat), sacTraining(NetShape::Flat)),
      entry<Sac>("sac-d-features", sacOptions(NetShape::Features), sacTraining(NetShape::Features)),
      entry<Dqn>("dqn", DqnOptions{}),
      entry<Ppo>("ppo", PpoOptions{}),
      entry<LinUcb>("bandit", LinUcbOptions{}),
      entry<FullFeedbackReference>("full-feedback", sacOptions(NetShape::Flat), sacTraining(NetShape::Flat)),
      entry<FullFeedbackReference>("full-feedback-features", sacOptions(NetShape::Features),
                                   sacTraining(NetShape::Features)),
  };
  return all;
}

const Entry& find(const std::string& algorithm) {
  const std::string current = currentAlgorithm(algorithm);
  for (const Entry& one : entries()) {
    if (one.recipe.algorithm == current) return one;
  }
  std::string known;
  for (const auto& name : algorithmNames()) known += (known.empty() ? "" : ", ") + name;
  throw UsageError("'" + algorithm.substr(0, 256) + "' is not a learning algorithm: choose one of " + known + ".");
}

template <class Use>
void allFields(Recipe& recipe, Use&& use) {
  detail::fields(recipe.training, use);
  std::visit(
      [&](auto& options) {
        if constexpr (std::is_same_v<std::decay_t<decltype(options)>, SacOptions>) {
          detail::fields(options, recipe.algorithm.starts_with("full-feedback"), use);
        } else {
          detail::fields(options, use);
        }
      },
      recipe.options);
}

}  // namespace

std::vector<std::string> algorithmNames() {
  std::vector<std::string> names;
  for (const auto& one : entries()) names.push_back(one.recipe.algorithm);
  return names;
}

std::string currentAlgorithm(const std::string& name) {
  return legacy::currentName(legacy::kAlgorithms, name);
}

bool isAlgorithm(const std::string& name) {
  return std::ranges::any_of(
      entries(), [name = currentAlgorithm(name)](const Entry& one) { return one.recipe.algorithm == name; });
}

bool hasSetting(const Recipe& recipe, const std::string& key) {
  Recipe copy = recipe;
  const std::string name = legacy::currentName(legacy::kSettings, key);
  bool found = false;
  allFields(copy, [&](const char* one, auto&, const detail::Limits&) { found = found || name == one; });
  return found;
}

Recipe recipeFor(const std::string& algorithm) {
  return find(algorithm).recipe;
}

void set(Recipe& recipe, const std::string& assignment) {
  const auto equals = assignment.find('=');
  const std::string key = legacy::currentName(legacy::kSettings, assignment.substr(0, equals));
  const std::string text = equals == std::string::npos ? "" : assignment.substr(equals + 1);
  bool found = false;
  std::string known;
  allFields(recipe, [&](const char* name, auto& value, const detail::Limits& limits) {
    known += (known.empty() ? "" : ", ") + std::string(name);
    if (key != name) return;
    detail::fromText(key, text, limits, value);
    found = true;
  });
  if (!found) {
    throw UsageError("'" + assignment.substr(0, 256) + "' is not a setting of " + recipe.algorithm +
                     ": write KEY=VALUE with one of " + known + ".");
  }
}

std::string toText(const Recipe& recipe) {
  Recipe copy = recipe;
  std::string text;
  allFields(copy, [&](const char* name, auto& value, const detail::Limits&) {
    text += (text.empty() ? "" : " ") + std::string(name) + '=' + detail::toText(value);
  });
  return text;
}

NetShape shapeOf(const Recipe& recipe) {
  return std::visit([](const auto& options) { return options.shape; }, recipe.options);
}

std::vector<std::size_t> hiddenOf(const Recipe& recipe) {
  return std::visit(
      [](const auto& options) -> std::vector<std::size_t> {
        if constexpr (requires { options.hidden; }) {
          return options.hidden;
        } else {
          return {};
        }
      },
      recipe.options);
}

std::unique_ptr<Learner> makeLearner(const Recipe& recipe, const ActionSpace& actionSpace, const Encoding& encoding,
                                     std::uint64_t seed) {
  return find(recipe.algorithm).make(recipe, actionSpace, encoding, seed);
}

}  // namespace cleave::learn
