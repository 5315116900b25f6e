// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rl/environment/scenario_fields.h"

namespace cleave::detail {

/// "link.mbps is -3, but must be above 0 and at most 1000000"; empty when the value is in range.
std::string rangeProblem(const std::string& key, double value, const Limits& limits);

/// The visitor that fills a scenario from text. An unknown key explains a missing one, so problems with values wait
/// until all keys are known.
class ScenarioReader {
 public:
  /// @throws Error for lines that are no `key = value`, and for keys that come twice
  ScenarioReader(std::string_view text, std::string where, std::filesystem::path folder);

  void text(const std::string& key, std::string& value, bool required);
  /// @throws Error when the kind is unknown: its keys are then unknown, too
  std::size_t choice(const std::string& key, std::span<const char* const> kinds, std::size_t current, bool required);
  void value(const std::string& key, double& value, const Limits& limits);
  void value(const std::string& key, int& value, const Limits& limits);
  void value(const std::string& key, std::filesystem::path& file, const Limits& limits);
  void device(const std::string& key, std::string& name);
  /// @throws Error for the first unknown key, else for the first problem met
  void finish() const;

 private:
  struct Entry {
    std::string key;
    std::string value;
    int line = 0;
  };
  /// The key's entry; nullptr when it is not there.
  const Entry* find(const std::string& key);
  void missing(const std::string& key, const std::string& example);
  [[nodiscard]] std::string at(const Entry& entry) const {
    return where_ + ", line " + std::to_string(entry.line) + ": ";
  }
  void note(const std::string& problem) {
    if (problem_.empty()) problem_ = problem;
  }
  [[nodiscard]] std::string knownLike(const std::string& key) const;

  std::string where_;
  std::filesystem::path folder_;
  std::vector<Entry> entries_;
  std::vector<std::string> known_;
  std::vector<std::pair<std::string, std::string>> chosen_;  ///< "link", "wander"
  std::string problem_;
};

}  // namespace cleave::detail
