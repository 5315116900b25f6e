// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "rl/learn/dqn_options.h"
#include "rl/learn/learner.h"
#include "rl/learn/lin_ucb_options.h"
#include "rl/learn/ppo_options.h"
#include "rl/learn/sac_options.h"
#include "rl/learn/training.h"

namespace cleave::learn {

/// One algorithm with every number of its training.
struct Recipe {
  std::string algorithm;
  std::variant<SacOptions, DqnOptions, PpoOptions, LinUcbOptions> options;
  TrainingOptions training;  ///< its seed and reward are set by whoever trains
};

/// "sac-d", ..., for help and menus.
std::vector<std::string> algorithmNames();
bool isAlgorithm(const std::string& name);

/// The algorithm with Cleave's own numbers (algorithms.cpp has them all in one place): they train in a minute on one
/// core. @throws UsageError for a name that is unknown, listing those that are
Recipe recipeFor(const std::string& algorithm);

/// Changes one number. @param assignment "KEY=VALUE"
/// @throws UsageError when there is no such key (listing them) or the value is out of range
void set(Recipe& recipe, const std::string& assignment);
/// Every number, "steps=200000 ... hidden=64x64 ...": two recipes with the same text train alike.
std::string toText(const Recipe& recipe);

/// What the network is that this recipe trains.
NetShape shapeOf(const Recipe& recipe);
std::vector<std::size_t> hiddenOf(const Recipe& recipe);

/// `choices` and `encoding` (of shapeOf()) outlive the learner.
std::unique_ptr<Learner> makeLearner(const Recipe& recipe, const ActionSpace& actionSpace, const Encoding& encoding,
                                     std::uint64_t seed);

}  // namespace cleave::learn
