// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/device/background_load.h"

#include <algorithm>
#include <chrono>

namespace cleave {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr Clock::duration kPeriod = 20ms;

}  // namespace

BackgroundLoad::BackgroundLoad(int threads)
    : threads_(threads > 0 ? threads : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()))) {}

BackgroundLoad::~BackgroundLoad() {
  for (auto& spinner : spinners_) spinner.request_stop();  // all at once, not one after the other's end
}

void BackgroundLoad::setShare(double share) {
  while (share > 0 && static_cast<int>(spinners_.size()) < threads_) {
    spinners_.emplace_back([this](const std::stop_token& stop) { spin(stop); });
  }
  const std::lock_guard lock(mutex_);
  share_ = std::clamp(share, 0.0, 0.95);
  changed_.notify_all();
}

void BackgroundLoad::spin(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    std::unique_lock lock(mutex_);
    if (!changed_.wait(lock, stop, [this] { return share_ > 0; })) return;
    lock.unlock();
    // Periods are those of the clock itself: all threads agree on them without a word.
    const auto period = Clock::time_point(Clock::now().time_since_epoch() / kPeriod * kPeriod);
    const auto busyUntil =
        period + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(kPeriod) * share_.load());
    while (Clock::now() < busyUntil && !stop.stop_requested()) {
    }
    lock.lock();
    changed_.wait_until(lock, stop, period + kPeriod, [] { return false; });  // only a stop ends it early
  }
}

}  // namespace cleave
