// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <string>

namespace cleave {

/// Tells how far a preparation is, with the time that it will still take.
class PhaseReporter {
 public:
  using Tell = std::function<void(const std::string& what, double done, double etaS)>;

  explicit PhaseReporter(Tell tell) : tell_(std::move(tell)) {}

  void operator()(const std::string& what, double done) {
    if (what != phase_) {
      phase_ = what;
      start_ = Clock::now();
    }
    const double passed = std::chrono::duration<double>(Clock::now() - start_).count();
    tell_(what, done, done > 0 ? passed * (1 - done) / done : -1);
  }

 private:
  using Clock = std::chrono::steady_clock;

  Tell tell_;
  std::string phase_;
  Clock::time_point start_;
};

}  // namespace cleave
