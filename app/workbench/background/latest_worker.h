// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>

namespace cleave::workbench {

/// A thread for work whose newest order is the only one that counts: one that waits is dropped when another comes.
/// Whoever types or drags never waits, and is never shown what he asked for three letters ago.
class LatestWorker {
 public:
  using Job = std::function<void()>;

  LatestWorker() : thread_([this](const std::stop_token& stop) { work(stop); }) {}

  /// The job runs on the worker's thread and must not throw.
  void post(Job job) {
    {
      const std::scoped_lock lock(mutex_);
      next_ = std::move(job);
    }
    wake_.notify_one();
  }

 private:
  void work(const std::stop_token& stop) {
    while (true) {
      Job job;
      {
        std::unique_lock lock(mutex_);
        if (!wake_.wait(lock, stop, [this] { return static_cast<bool>(next_); })) return;
        if (stop.stop_requested()) return;
        job = std::exchange(next_, nullptr);
      }
      job();
    }
  }

  std::mutex mutex_;
  std::condition_variable_any wake_;
  Job next_;
  std::jthread thread_;  // last: it uses the rest
};

}  // namespace cleave::workbench
