// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "core/measure/decision_sweep.h"

namespace cleave {

/// Outcomes of a measurement, an image a line of JSON, so that a measurement that was cut off (by anything) goes on
/// after its last whole line. What is whole is never written again: lines are only added, and half a line at the end
/// is cut off. The file is locked while the object lives.
class OutcomeJournal {
 public:
  /// Reads what is there and opens the file for more.
  /// @param file empty: nothing is kept
  /// @param fingerprint of everything that the outcomes depend on
  /// @param decisions outcomes per image; lines with another number are left out
  /// @throws Error when the file cannot be written, belongs to another measurement, or another program writes it now
  OutcomeJournal(std::filesystem::path file, const std::string& fingerprint, std::size_t decisions);

  [[nodiscard]] const std::map<int, DecisionOutcomes>& outcomes() const { return outcomes_; }
  /// @throws Error when it cannot be written; the lines before it are kept
  void add(int image, DecisionOutcomes outcomes);
  /// The measurement is complete: its file is no longer needed.
  void remove();

 private:
  void read(const std::string& head, std::size_t decisions);
  void append(std::string_view line);
  void cutAtEnd() const;

  std::filesystem::path file_;
  std::map<int, DecisionOutcomes> outcomes_;
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> out_{nullptr, &std::fclose};
  std::uintmax_t end_ = 0;  ///< bytes of whole lines
};

}  // namespace cleave
