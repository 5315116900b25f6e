// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace cleave {

/// What this machine is, as Linux tells it: /proc/device-tree/model ("Raspberry Pi 4 Model B Rev 1.4") where there is
/// one, else the "model name" of /proc/cpuinfo, else "unknown processor".
/// @param root the file system's, for tests
std::string machineName(const std::filesystem::path& root = "/");

/// The frequency governor of the first processor ("performance", "ondemand"); empty where the kernel has none, as in
/// most virtual machines.
std::string frequencyGovernor(const std::filesystem::path& root = "/");

}  // namespace cleave
