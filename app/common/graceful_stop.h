// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>

namespace cleave {

/// A second stop token that follows the first after a grace period: a request in flight may finish and be recorded,
/// but a dead link cannot hold the program.
class GracefulStop {
 public:
  GracefulStop(std::stop_token soft, std::chrono::milliseconds grace)
      : waiter_([this, soft = std::move(soft), grace](const std::stop_token& ended) {
          const std::stop_callback wake(soft, [this] {
            const std::scoped_lock lock(mutex_);  // so that the wake-up cannot fall between test and wait
            changed_.notify_all();
          });
          std::unique_lock lock(mutex_);
          changed_.wait(lock, ended, [&] { return soft.stop_requested(); });
          if (ended.stop_requested()) return;
          changed_.wait_for(lock, ended, grace, [] { return false; });
          if (!ended.stop_requested()) hard_.request_stop();
        }) {}

  [[nodiscard]] std::stop_token token() const { return hard_.get_token(); }

 private:
  std::stop_source hard_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::jthread waiter_;
};

}  // namespace cleave
