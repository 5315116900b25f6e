// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cleave::workbench {

/// A process that any later program can find again: pids are used anew, a pid with its start and its boot is not.
struct ProcessMark {
  pid_t pid = -1;
  std::uint64_t start = 0;  ///< clock ticks since the boot, field 22 of /proc/PID/stat
  std::string boot;         ///< /proc/sys/kernel/random/boot_id

  friend bool operator==(const ProcessMark&, const ProcessMark&) = default;
};

/// One line, and back; nothing for a text that is no mark.
std::string toText(const ProcessMark& mark);
std::optional<ProcessMark> markFromText(const std::string& text);

struct DetachedOptions {
  std::vector<std::string> argv;                                 ///< the program first
  std::filesystem::path output;                                  ///< standard output and error, anew
  int niceness = 0;                                              ///< more: gives way to others
  std::vector<std::pair<std::string, std::string>> environment;  ///< on top of our own
};

/// Starts a program in a session of its own: it outlives us.
/// @throws Error when it cannot be started
ProcessMark startDetached(const DetachedOptions& options);

enum class ProcessState { Gone, Running, Stopped };

/// Stopped: by SIGSTOP. A child of ours that has ended is reaped.
ProcessState stateOf(const ProcessMark& mark);

/// Sends a signal to its whole group, if it still is.
void signalGroup(const ProcessMark& mark, int signal);

}  // namespace cleave::workbench
