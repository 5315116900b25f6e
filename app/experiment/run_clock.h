// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

namespace cleave {

/// The run's time: seconds since its first request could come.
class RunClock {
 public:
  using Clock = std::chrono::steady_clock;

  void restart() { start_ = Clock::now(); }
  [[nodiscard]] double seconds() const { return secondsAt(Clock::now()); }
  [[nodiscard]] double secondsAt(Clock::time_point moment) const {
    return std::chrono::duration<double>(moment - start_).count();
  }
  [[nodiscard]] Clock::time_point momentOf(double seconds) const {
    return start_ + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
  }

 private:
  Clock::time_point start_ = Clock::now();
};

}  // namespace cleave
