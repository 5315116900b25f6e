// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace cleave {

struct ChildOptions {
  std::vector<std::string> argv;  ///< the program first: a path, or a name that PATH knows
  std::filesystem::path output;   ///< standard output goes there, anew; empty: nowhere
  std::filesystem::path errors;   ///< the same for standard error
  std::vector<std::pair<std::string, std::string>> environment;  ///< on top of our own
};

/// How a child ended.
struct ChildEnd {
  int status = 0;  ///< its exit status; meaningless where `signal` is not 0
  int signal = 0;  ///< that ended it

  [[nodiscard]] bool well() const { return status == 0 && signal == 0; }
};

/// "exited with status 3", "was terminated by signal 9 (Killed)"
std::string describe(const ChildEnd& end);

/// A program that we started, in a process group of its own (Ctrl-C at the terminal reaches us alone, and we end it in
/// order). It gets SIGTERM when the thread that made it ends, however that comes, and the whole group is killed with
/// this object.
class ChildProcess {
 public:
  /// @throws Error when the program cannot be started, or a file cannot be written
  explicit ChildProcess(const ChildOptions& options);
  ~ChildProcess();
  ChildProcess(ChildProcess&& other) noexcept : pid_(std::exchange(other.pid_, -1)), end_(other.end_) {}
  ChildProcess& operator=(ChildProcess&&) = delete;

  /// How it ended; nothing while it runs.
  std::optional<ChildEnd> ended();
  /// Waits for its end.
  ChildEnd wait();
  /// Waits for its end, but not longer than until the stop or `longest`: then the group is killed. Nothing where that
  /// happened, even if the program cannot die at once because the kernel holds it (a file system that hangs).
  std::optional<ChildEnd> wait(const std::stop_token& stop, std::chrono::milliseconds longest);
  /// Asks the group to end. Does nothing after its end.
  void terminate();
  /// Ends the group at once, and waits, for two seconds at most: what the kernel holds longer is left to it.
  void kill();
  [[nodiscard]] pid_t pid() const { return pid_; }

 private:
  pid_t pid_ = -1;
  std::optional<ChildEnd> end_;
};

}  // namespace cleave
