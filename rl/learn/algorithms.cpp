// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/learn/algorithms.h"

#include <algorithm>

#include "core/plain/error.h"
#include "rl/learn/hindsight.h"
#include "rl/learn/sac.h"
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
    options.rate = 2e-3;
  }
  return options;
}

struct Entry {
  const char* name;
  Recipe (*recipe)();
  std::unique_ptr<Learner> (*make)(const Recipe&, const Choices&, const Encoding&, std::uint64_t);
};

template <class Made, class Options>
std::unique_ptr<Learner> make(const Recipe& recipe, const Choices& choices, const Encoding& encoding,
                              std::uint64_t seed) {
  return std::make_unique<Made>(choices, encoding, std::get<Options>(recipe.options), seed);
}

const std::vector<Entry>& entries() {
  static const std::vector<Entry> all{
      {"sac-d",
       [] {
         return Recipe{"sac-d", sacOptions(NetShape::Flat), {}};
       },
       make<Sac, SacOptions>},
      {"sac-d-features",
       [] {
         return Recipe{"sac-d-features", sacOptions(NetShape::Features), {}};
       },
       make<Sac, SacOptions>},
      {"hindsight",
       [] {
         return Recipe{"hindsight", sacOptions(NetShape::Flat), {}};
       },
       make<Hindsight, SacOptions>},
      {"hindsight-features",
       [] {
         return Recipe{"hindsight-features", sacOptions(NetShape::Features), {}};
       },
       make<Hindsight, SacOptions>},
  };
  return all;
}

const Entry& find(const std::string& algorithm) {
  const auto found = std::ranges::find(entries(), algorithm, &Entry::name);
  if (found != entries().end()) return *found;
  std::string known;
  for (const auto& name : algorithmNames()) known += (known.empty() ? "" : ", ") + name;
  throw UsageError("'" + algorithm.substr(0, 256) + "' is no algorithm that learns: choose one of " + known + ".");
}

template <class Use>
void allFields(Recipe& recipe, Use&& use) {
  detail::fields(recipe.training, use);
  if (auto* sac = std::get_if<SacOptions>(&recipe.options)) {
    detail::fields(*sac, recipe.algorithm.starts_with("hindsight"), use);
  }
}

}  // namespace

std::vector<std::string> algorithmNames() {
  std::vector<std::string> names;
  for (const auto& entry : entries()) names.emplace_back(entry.name);
  return names;
}

bool isAlgorithm(const std::string& name) {
  return std::ranges::find(entries(), name, &Entry::name) != entries().end();
}

Recipe recipeFor(const std::string& algorithm) {
  return find(algorithm).recipe();
}

void set(Recipe& recipe, const std::string& assignment) {
  const auto equals = assignment.find('=');
  const std::string key = assignment.substr(0, equals);
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
    throw UsageError("'" + assignment.substr(0, 256) + "' sets nothing of " + recipe.algorithm +
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

const std::vector<std::size_t>& hiddenOf(const Recipe& recipe) {
  return std::visit([](const auto& options) -> const std::vector<std::size_t>& { return options.hidden; },
                    recipe.options);
}

std::unique_ptr<Learner> makeLearner(const Recipe& recipe, const Choices& choices, const Encoding& encoding,
                                     std::uint64_t seed) {
  return find(recipe.algorithm).make(recipe, choices, encoding, seed);
}

}  // namespace cleave::learn
