// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <iterator>
#include <span>
#include <string>
#include <string_view>

// Every name that earlier versions of Cleave gave to something that is named otherwise now. Policy files, checkpoints,
// sweeps and command lines that use one are still read. Nothing is written with them.
namespace cleave::learn::legacy {

struct Alias {
  std::string_view old;
  std::string_view current;
};

inline constexpr Alias kAlgorithms[] = {
    {"hindsight", "full-feedback"},
    {"hindsight-features", "full-feedback-features"},
};

/// Keys of `--set`, of `set.KEY` in sweeps, and of the settings in policy files.
inline constexpr Alias kSettings[] = {
    {"average_share", "average_tau"},
    {"critic_mean", "mean_critics"},
    {"error_bound", "huber_delta"},
    {"explore", "epsilon"},
    {"lanes", "num_envs"},
    {"rate", "learning_rate"},
    {"target_share", "tau"},
    {"temperature_least", "temperature_min"},
    {"temperature_most", "temperature_max"},
    {"temperature_rate", "temperature_learning_rate"},
    {"trace", "gae_lambda"},
    {"width", "alpha"},
};

/// Keys of a policy file's description.
inline constexpr Alias kProvenance[] = {
    {"model_mark", "model_digest"},
    {"table_mark", "table_digest"},
};

/// What the name is called now: itself where it never changed.
inline std::string currentName(std::span<const Alias> aliases, std::string_view name) {
  const auto found = std::ranges::find(aliases, name, &Alias::old);
  return std::string(found == aliases.end() ? name : found->current);
}

/// What the name was called at first: itself where it never changed.
inline std::string oldName(std::span<const Alias> aliases, std::string_view name) {
  const auto found = std::ranges::find(aliases, name, &Alias::current);
  return std::string(found == aliases.end() ? name : found->old);
}

/// Settings "KEY=VALUE KEY=VALUE ..." with every key renamed. @param rename a function of one key
template <class Rename>
std::string renamedKeys(std::string_view settings, Rename rename) {
  std::string text;
  while (!settings.empty()) {
    const auto end = std::min(settings.find(' '), settings.size());
    const auto equals = std::min(settings.find('='), end);
    text += rename(settings.substr(0, equals));
    text += settings.substr(equals, end - equals);
    settings.remove_prefix(end);
    const auto next = std::min(settings.find_first_not_of(' '), settings.size());
    text += settings.substr(0, next);
    settings.remove_prefix(next);
  }
  return text;
}

}  // namespace cleave::learn::legacy
