// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <thread>

#include "core/types/system_state.h"

namespace cleave {

/// Takes SystemReadings on a thread of its own, so that no request waits for a file of the kernel.
class SystemMonitor {
 public:
  /// Long enough for the kernel's ticks of 10 ms to tell a share, short enough to follow.
  static constexpr std::chrono::milliseconds kEvery{250};

  explicit SystemMonitor(const std::filesystem::path& root = "/", std::chrono::milliseconds every = kEvery);

  /// The last reading; from any thread, at once. All unknown until there is one.
  [[nodiscard]] SystemState state() const;

 private:
  void watch(const std::stop_token& stop, const std::filesystem::path& root, std::chrono::milliseconds every);

  mutable std::mutex mutex_;
  std::condition_variable_any wake_;
  SystemState state_;
  std::jthread thread_;  ///< last: it ends before what it writes to
};

}  // namespace cleave
