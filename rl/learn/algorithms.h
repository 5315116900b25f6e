// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "rl/learn/dqn.h"
#include "rl/learn/learner.h"
#include "rl/learn/lin_ucb.h"
#include "rl/learn/ppo.h"
#include "rl/learn/sac.h"
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
/// What an algorithm is called now, whatever an earlier Cleave called it (legacy_names.h).
std::string currentAlgorithm(const std::string& name);
/// By either name.
bool isAlgorithm(const std::string& name);

/// The algorithm with Cleave's own numbers (algorithms.cpp has them all in one place): they train in a minute on one
/// core. @throws UsageError for a name that is unknown, listing those that are
Recipe recipeFor(const std::string& algorithm);

/// Whether set() knows the key, or the key's earlier name.
bool hasSetting(const Recipe& recipe, const std::string& key);
/// Changes one number. @param assignment "KEY=VALUE"; keys' earlier names are taken, too
/// @throws UsageError when there is no such key (listing them) or the value is out of range
void set(Recipe& recipe, const std::string& assignment);
/// Every number, "steps=200000 ... hidden=64x64 ...": two recipes with the same text train alike.
std::string toText(const Recipe& recipe);

/// What the network is that this recipe trains.
NetShape shapeOf(const Recipe& recipe);
std::vector<std::size_t> hiddenOf(const Recipe& recipe);

/// `actionSpace` and `encoding` (of shapeOf()) outlive the learner.
std::unique_ptr<Learner> makeLearner(const Recipe& recipe, const ActionSpace& actionSpace, const Encoding& encoding,
                                     std::uint64_t seed);

}  // namespace cleave::learn
