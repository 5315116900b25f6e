// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <thread>

namespace cleave {

/// Turns SIGINT and SIGTERM into a stop token, through a thread that waits for them. Make it before any other thread,
/// so that all of them inherit the blocked signals and no call is interrupted; a thread that was there before only
/// counts what reaches it. A second Ctrl-C ends the program at once.
class StopSignals {
 public:
  StopSignals();
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  [[nodiscard]] std::stop_token token() const { return source_.get_token(); }

 private:
  std::stop_source source_;
  std::jthread waiter_;
};

}  // namespace cleave
