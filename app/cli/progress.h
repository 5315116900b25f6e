// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>

namespace cleave::cli {

/// From now on every ProgressLine writes JSON for another program, several times a second, each line one object:
/// {"progress": 0..1, "label": "Evaluating", "eta_s": 12.5 or null, "detail": ""}
void reportProgressAsJson();

/// One line on standard error that says how far something long is: rewritten in place on a terminal, a new line now
/// and then elsewhere (logs, CI).
class ProgressLine {
 public:
  ~ProgressLine() { finish(); }

  /// @param done 0..1
  /// @param etaS seconds left; negative = not known, then it is estimated from `done` and the time since the label
  /// began
  /// @param detail shown at the line's end; may change from call to call
  void show(const std::string& label, double done, double etaS = -1, const std::string& detail = {});
  /// Ends the line, if one is open.
  void finish();

 private:
  using Clock = std::chrono::steady_clock;

  std::string label_;
  Clock::time_point labelStart_;
  Clock::time_point shown_;
  bool open_ = false;
};

/// "1 h 05 min", "3 min 20 s", "8 s"
std::string durationText(double seconds);

}  // namespace cleave::cli
