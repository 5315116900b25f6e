// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/system/machine.h"

#include <fstream>

namespace cleave {
namespace {

// Device-tree texts end in a zero byte, sysfs's in a newline.
std::string firstLine(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::string line;
  std::getline(in, line);
  return line.substr(0, line.find('\0'));
}

}  // namespace

std::string machineName(const std::filesystem::path& root) {
  if (std::string board = firstLine(root / "proc/device-tree/model"); !board.empty()) return board;
  std::ifstream in(root / "proc/cpuinfo");
  for (std::string line; std::getline(in, line);) {
    const auto colon = line.find(": ");
    if (line.starts_with("model name") && colon != std::string::npos) return line.substr(colon + 2);
  }
  return "unknown processor";
}

std::string frequencyGovernor(const std::filesystem::path& root) {
  return firstLine(root / "sys/devices/system/cpu/cpu0/cpufreq/scaling_governor");
}

}  // namespace cleave
