// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "rl/environment/scenario_reader.h"

namespace cleave {

/// Lists out of a `key = value` text. Keys that are not there give empty lists.
/// All throw Error with one sentence that names the key, for an entry that is empty or there twice as well.
class SweepLists {
 public:
  /// `reader` outlives this.
  SweepLists(detail::ScenarioReader& reader, std::string where, std::filesystem::path folder)
      : reader_(reader), where_(std::move(where)), folder_(std::move(folder)) {}

  [[nodiscard]] std::vector<std::string> texts(const std::string& key) const;
  [[nodiscard]] std::vector<double> numbers(const std::string& key, const detail::Limits& limits) const;
  /// "1-10, 12"
  [[nodiscard]] std::vector<std::uint64_t> seeds(const std::string& key) const;
  /// Absolute paths of files that are there, and any of `names` as it is.
  [[nodiscard]] std::vector<std::string> files(const std::string& key, const std::vector<std::string>& names) const;
  /// The same, but what is no file is a name of something else.
  [[nodiscard]] std::vector<std::string> filesOrNames(const std::string& key) const;
  /// @throws Error when the list is empty
  void require(const std::string& key, const std::vector<std::string>& list, const std::string& example) const;

 private:
  [[nodiscard]] std::string at(const std::string& key) const { return where_ + ": " + key + ' '; }

  detail::ScenarioReader& reader_;
  std::string where_;
  std::filesystem::path folder_;
};

}  // namespace cleave
