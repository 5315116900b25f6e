// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

namespace cleave {

/// Milliseconds on the steady clock; lap() returns the time since the last lap and starts the next.
class Stopwatch {
 public:
  [[nodiscard]] double ms() const { return std::chrono::duration<double, std::milli>(Clock::now() - start_).count(); }
  double lap() {
    const auto now = Clock::now();
    const double passed = std::chrono::duration<double, std::milli>(now - start_).count();
    start_ = now;
    return passed;
  }

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point start_ = Clock::now();
};

}  // namespace cleave
