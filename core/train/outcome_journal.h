// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "core/train/decision_sweep.h"

namespace cleave {

/// Outcomes of a measurement, an image a line of JSON, so that a measurement that was cut off (by anything) goes on
/// after its last whole line.
class OutcomeJournal {
 public:
  /// Reads what is there and opens the file for more.
  /// @param file empty: nothing is kept
  /// @param fingerprint of everything that the outcomes depend on
  /// @param decisions outcomes per image
  /// @throws Error when the file cannot be written, or belongs to another measurement
  OutcomeJournal(std::filesystem::path file, const std::string& fingerprint, std::size_t decisions);

  [[nodiscard]] const std::map<int, DecisionOutcomes>& outcomes() const { return outcomes_; }
  void add(int image, DecisionOutcomes outcomes);
  /// The measurement is complete: its file is no longer needed.
  void remove();

 private:
  void read(const std::string& fingerprint, std::size_t decisions);

  std::filesystem::path file_;
  std::map<int, DecisionOutcomes> outcomes_;
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> out_{nullptr, &std::fclose};
};

}  // namespace cleave
