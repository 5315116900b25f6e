// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/train/detached_process.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string_view>

#include "app/common/process_arguments.h"
#include "core/types/error.h"

namespace cleave::workbench {
namespace {

struct Stat {
  char state = 'X';
  std::uint64_t start = 0;
};

std::string bootId() {
  std::ifstream in("/proc/sys/kernel/random/boot_id");
  std::string id;
  in >> id;
  return id.empty() ? "-" : id;
}

std::optional<Stat> statOf(pid_t pid) {
  std::ifstream in("/proc/" + std::to_string(pid) + "/stat");
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  const auto bracket = text.rfind(')');  // the name before it may hold anything
  if (bracket == std::string::npos) return std::nullopt;
  std::istringstream fields(text.substr(bracket + 1));
  Stat stat;
  fields >> stat.state;
  std::string skipped;
  for (int field = 4; field < 22; ++field) fields >> skipped;
  if (!(fields >> stat.start)) return std::nullopt;
  return stat;
}

}  // namespace

std::string toText(const ProcessMark& mark) {
  return std::to_string(mark.pid) + ' ' + std::to_string(mark.start) + ' ' + mark.boot + '\n';
}

std::optional<ProcessMark> markFromText(const std::string& text) {
  std::istringstream in(text);
  ProcessMark mark;
  if (!(in >> mark.pid >> mark.start >> mark.boot) || mark.pid <= 1) return std::nullopt;
  return mark;
}

ProcessMark startDetached(const DetachedOptions& options) {
  auto arguments = options.argv;
  auto environment = environmentWith(options.environment);
  auto argv = pointers(arguments);
  auto envp = pointers(environment);
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, options.output.c_str(),
                                     O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0644);
  ::posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
  posix_spawnattr_t attributes;
  ::posix_spawnattr_init(&attributes);
  sigset_t none;
  ::sigemptyset(&none);
  ::posix_spawnattr_setsigmask(&attributes, &none);
  sigset_t usual;
  ::sigemptyset(&usual);
  for (const int signal : {SIGPIPE, SIGINT, SIGTERM, SIGHUP}) ::sigaddset(&usual, signal);
  ::posix_spawnattr_setsigdefault(&attributes, &usual);
  // A parent in another session: the group never becomes an orphan while it sleeps, which would wake and end it.
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  ProcessMark mark;
  const int error = ::posix_spawn(&mark.pid, argv[0], &actions, &attributes, argv.data(), envp.data());
  ::posix_spawn_file_actions_destroy(&actions);
  ::posix_spawnattr_destroy(&attributes);
  if (error != 0) {
    throw Error("Cannot start " + options.argv.front() + " (" + std::strerror(error) +
                "): check that it exists and is executable, and that there is free disk space.");
  }
  if (options.niceness > 0) ::setpriority(PRIO_PROCESS, static_cast<id_t>(mark.pid), options.niceness);
  mark.boot = bootId();
  if (const auto stat = statOf(mark.pid)) mark.start = stat->start;
  return mark;
}

ProcessState stateOf(const ProcessMark& mark) {
  const auto stat = statOf(mark.pid);
  if (!stat || stat->start != mark.start || mark.boot != bootId()) return ProcessState::Gone;
  if (stat->state == 'Z' || stat->state == 'X') {
    ::waitpid(mark.pid, nullptr, WNOHANG);
    return ProcessState::Gone;
  }
  return stat->state == 'T' ? ProcessState::Stopped : ProcessState::Running;
}

void signalGroup(const ProcessMark& mark, int signal) {
  if (stateOf(mark) != ProcessState::Gone) ::kill(-mark.pid, signal);
}

}  // namespace cleave::workbench
