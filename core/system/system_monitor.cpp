// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/system/system_monitor.h"

#include "core/system/system_readings.h"

namespace cleave {

SystemMonitor::SystemMonitor(const std::filesystem::path& root, std::chrono::milliseconds every)
    : thread_([this, root, every](const std::stop_token& stop) { watch(stop, root, every); }) {}

SystemState SystemMonitor::state() const {
  const std::scoped_lock lock(mutex_);
  return state_;
}

void SystemMonitor::watch(const std::stop_token& stop, const std::filesystem::path& root,
                          std::chrono::milliseconds every) {
  SystemReadings readings(root);
  while (!stop.stop_requested()) {
    const SystemState state = readings.read();
    std::unique_lock lock(mutex_);
    state_ = state;
    wake_.wait_for(lock, stop, every, [] { return false; });  // only a stop ends it early
  }
}

}  // namespace cleave
