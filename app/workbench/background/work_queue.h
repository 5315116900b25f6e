// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

namespace cleave::workbench {

/// Work that must not hold up the window, done one after the other on a thread of its own, to which the window's goes
/// first.
class WorkQueue {
 public:
  using Job = std::function<void(const std::stop_token& stop)>;  ///< does not throw

  /// @param patient gives way to everything else on the machine
  explicit WorkQueue(bool patient);
  /// Asks the job under way to stop, waits for it, and drops the others.
  ~WorkQueue() = default;

  void add(Job job);

 private:
  void serve(const std::stop_token& stop);

  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::deque<Job> jobs_;
  std::jthread thread_;  ///< last: it ends before what it looks at
};

}  // namespace cleave::workbench
