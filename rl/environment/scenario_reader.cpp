// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/environment/scenario_reader.h"

#include <algorithm>
#include <cmath>

#include "core/profile/emulated_device.h"
#include "core/types/error.h"
#include "rl/environment/text_lines.h"

namespace cleave::detail {
namespace {

std::string listed(const auto& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", ") + std::string(name);
  return text;
}

// "link" of "link.mbps"; empty for keys that stand alone.
std::string sectionOf(const std::string& key) {
  const auto dot = key.find('.');
  return dot == std::string::npos ? "" : key.substr(0, dot);
}

}  // namespace

std::string rangeProblem(const std::string& key, double value, const Limits& limits) {
  const bool enough = limits.above ? value > limits.least : value >= limits.least;
  if (enough && value <= limits.most) return "";
  return key + " is " + numberText(value) + ", but must be " + (limits.above ? "above " : "at least ") +
         numberText(limits.least) + " and at most " + numberText(limits.most);
}

ScenarioReader::ScenarioReader(std::string_view text, std::string where, std::filesystem::path folder)
    : where_(std::move(where)), folder_(std::move(folder)) {
  forEachLine(text, [&](std::string_view line, int number) {
    const auto equals = line.find('=');
    Entry entry{std::string(trimmed(line.substr(0, equals))), "", number};
    if (equals == std::string_view::npos || entry.key.empty()) {
      throw Error(at(entry) + inQuotes(line) + " is not 'key = value'; write one per line, and # before comments.");
    }
    entry.value = trimmed(line.substr(equals + 1));
    const auto twin = std::ranges::find(entries_, entry.key, &Entry::key);
    if (twin != entries_.end()) {
      throw Error(at(entry) + inQuotes(entry.key) + " is already set in line " + std::to_string(twin->line) +
                  "; remove one of the two.");
    }
    if (entry.value.empty())
      throw Error(at(entry) + inQuotes(entry.key) + " has no value; add one or remove the line.");
    entries_.push_back(std::move(entry));
  });
  if (entries_.empty()) throw Error(where_ + " is empty: a scenario needs at least a name and a link.");
}

const ScenarioReader::Entry* ScenarioReader::find(const std::string& key) {
  known_.push_back(key);
  const auto found = std::ranges::find(entries_, key, &Entry::key);
  return found == entries_.end() ? nullptr : &*found;
}

void ScenarioReader::missing(const std::string& key, const std::string& example) {
  std::string needs;
  for (const auto& [choice, kind] : chosen_) {
    if (choice == sectionOf(key)) needs = " (" + choice + " = " + kind + " needs it)";
  }
  note(where_ + ": " + key + " is missing" + needs + "; add a line such as '" + key + " = " + example + "'.");
}

void ScenarioReader::text(const std::string& key, std::string& value, bool required) {
  if (const Entry* entry = find(key)) {
    value = entry->value;
  } else if (required) {
    missing(key, "my-scenario");
  }
}

std::size_t ScenarioReader::choice(const std::string& key, std::span<const char* const> kinds, std::size_t current,
                                   bool required) {
  const Entry* entry = find(key);
  if (entry == nullptr) {
    if (required) throw Error(where_ + ": " + key + " is missing; valid values are " + listed(kinds) + ".");
    chosen_.emplace_back(key, kinds[current]);
    return current;
  }
  const auto kind = std::ranges::find(kinds, entry->value, [](const char* name) { return std::string_view(name); });
  if (kind == kinds.end()) {
    throw Error(at(*entry) + inQuotes(entry->value) + " is not a valid " + key + "; valid values are " + listed(kinds) +
                ".");
  }
  chosen_.emplace_back(key, *kind);
  return static_cast<std::size_t>(kind - kinds.begin());
}

void ScenarioReader::value(const std::string& key, double& value, const Limits& limits) {
  const Entry* entry = find(key);
  if (entry == nullptr) {
    if (limits.required) missing(key, numberText(value));
    return;
  }
  const auto number = finiteNumber(entry->value);
  if (!number) return note(at(*entry) + key + " is " + inQuotes(entry->value) + ", which is not a finite number.");
  if (const auto problem = rangeProblem(key, *number, limits); !problem.empty())
    return note(at(*entry) + problem + ".");
  value = *number;
}

void ScenarioReader::value(const std::string& key, int& value, const Limits& limits) {
  const Entry* entry = find(key);
  if (entry == nullptr) return;
  const auto number = finiteNumber(entry->value);
  if (!number || *number != std::floor(*number)) {
    return note(at(*entry) + key + " is " + inQuotes(entry->value) + ", which is not a whole number.");
  }
  if (const auto problem = rangeProblem(key, *number, limits); !problem.empty())
    return note(at(*entry) + problem + ".");
  value = static_cast<int>(*number);
}

void ScenarioReader::value(const std::string& key, std::filesystem::path& file, const Limits&) {
  const Entry* entry = find(key);
  if (entry == nullptr) return missing(key, "/path/to/trace.csv");
  file = std::filesystem::absolute(folder_ / entry->value);
  std::error_code failed;
  if (!std::filesystem::is_regular_file(file, failed)) {
    note(at(*entry) + "file " + file.string() + " does not exist; correct " + key + ".");
  }
}

void ScenarioReader::device(const std::string& key, std::string& name) {
  const Entry* entry = find(key);
  if (entry == nullptr) return;
  name = entry->value;
  try {
    EmulatedDevice::parse(name);
  } catch (const Error& error) {
    note(at(*entry) + error.what());
  }
}

std::string ScenarioReader::knownLike(const std::string& key) const {
  std::vector<std::string> like;
  for (const auto& known : known_) {
    if (!sectionOf(key).empty() && sectionOf(known) == sectionOf(key)) like.push_back(known);
  }
  if (like.empty()) return "valid keys are " + listed(known_);
  for (const auto& [choice, kind] : chosen_) {
    if (choice == sectionOf(key)) return "with " + choice + " = " + kind + " the valid keys are " + listed(like);
  }
  return "valid keys are " + listed(like);
}

void ScenarioReader::finish() const {
  for (const auto& entry : entries_) {
    if (std::ranges::find(known_, entry.key) == known_.end()) {
      throw Error(at(entry) + inQuotes(entry.key) + " is not a valid key; " + knownLike(entry.key) + ".");
    }
  }
  if (!problem_.empty()) throw Error(problem_);
}

}  // namespace cleave::detail
