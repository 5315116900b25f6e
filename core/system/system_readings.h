// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "core/types/system_state.h"

namespace cleave {

/// Reads /proc/stat, a thermal zone (or a processor's hwmon sensor) and cpufreq. What the machine does not have stays
/// unknown: most virtual machines have no temperature and no frequency. Costs some ten microseconds a reading.
class SystemReadings {
 public:
  /// Looks for the files once. @param root the file system's, for tests
  explicit SystemReadings(const std::filesystem::path& root = "/");

  /// `cpu` is the share since the reading before; unknown in the first one.
  SystemState read();

 private:
  [[nodiscard]] double cpuShare();
  [[nodiscard]] double meanMhz() const;

  std::filesystem::path stat_;
  std::filesystem::path temperature_;               ///< empty: none
  std::vector<std::filesystem::path> frequencies_;  ///< one a group of cores that share a clock
  std::uint64_t busy_ = 0;                          ///< ticks, at the reading before
  std::uint64_t all_ = 0;
};

}  // namespace cleave
