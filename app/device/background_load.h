// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace cleave {

/// Other work on this machine: one thread a core that is busy for a share of each period and sleeps for the rest. All
/// are busy at the same time, so that a layer meets the load on whatever core it runs. What the share is of is the
/// clock's time, not the processor's: on a machine with other work they get, as any program, what the system gives
/// them.
///
/// One thread may call; the spinners read the share and their stop token, nothing else.
class BackgroundLoad {
 public:
  /// @param threads 1 or more; 0: one a core that this process may use
  explicit BackgroundLoad(int threads = 0);
  ~BackgroundLoad();  ///< stops; waits for a period at most
  BackgroundLoad(const BackgroundLoad&) = delete;
  BackgroundLoad& operator=(const BackgroundLoad&) = delete;

  /// From the next period (20 ms) on. There are no threads before the first share that is not 0.
  /// @param share 0..0.95; 0 = none, the threads sleep. @throws std::system_error when no thread can be made
  void setShare(double share);
  [[nodiscard]] double share() const { return share_; }

 private:
  void spin(const std::stop_token& stop);

  int threads_;
  std::mutex mutex_;  ///< of changed_, and of writes to share_
  std::condition_variable_any changed_;
  std::atomic<double> share_{0};
  std::vector<std::jthread> spinners_;  ///< last: joined before what they use goes
};

}  // namespace cleave
