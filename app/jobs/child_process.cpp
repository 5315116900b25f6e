// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/jobs/child_process.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <string_view>
#include <thread>

#include "app/common/process_arguments.h"
#include "core/types/error.h"

namespace cleave {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kTick{2};
constexpr std::chrono::seconds kDying{2};

/// Closes itself.
class File {
 public:
  explicit File(int fd) : fd_(fd) {}
  ~File() { close(); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  [[nodiscard]] int fd() const { return fd_; }
  void close() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }

 private:
  int fd_;
};

int openOutput(const std::filesystem::path& file) {
  const bool none = file.empty();
  const int fd = none ? ::open("/dev/null", O_WRONLY | O_CLOEXEC)
                      : ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (fd < 0) {
    throw Error((none ? "/dev/null" : file.string()) + " cannot be written: " + std::strerror(errno) +
                "; check the folder and free disk space.");
  }
  return fd;
}

// Between fork and exec: nothing here may take memory or a lock.
[[noreturn]] void becomeProgram(pid_t parent, char** argv, char** environment, int input, int output, int errors,
                                int complaint) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (::getppid() != parent) ::_exit(1);  // it died before the line above: nobody would ever signal us
  ::signal(SIGPIPE, SIG_DFL);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::dup2(input, STDIN_FILENO);
  ::dup2(output, STDOUT_FILENO);
  ::dup2(errors, STDERR_FILENO);
  ::execvpe(argv[0], argv, environment);
  const int reason = errno;
  [[maybe_unused]] const auto written = ::write(complaint, &reason, sizeof reason);
  ::_exit(127);
}

}  // namespace

std::string describe(const ChildEnd& end) {
  if (end.signal == 0) return "exited with status " + std::to_string(end.status);
  return "was terminated by signal " + std::to_string(end.signal) + " (" + ::strsignal(end.signal) + ")";
}

ChildProcess::ChildProcess(const ChildOptions& options) {
  if (options.argv.empty()) throw Error("A child process needs a program to run.");
  auto arguments = options.argv;
  auto environment = environmentWith(options.environment);
  auto argv = pointers(arguments);
  auto envp = pointers(environment);
  const File input(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  const File output(openOutput(options.output));
  const File errors(openOutput(options.errors));
  std::array<int, 2> ends{-1, -1};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0)
    throw Error("Cannot create a pipe for a child process: close other programs.");
  const File complaint(ends[0]);
  File complain(ends[1]);
  const pid_t self = ::getpid();
  // posix_spawn cannot tie a program's life to ours, so it is done by hand.
  pid_ = ::fork();
  if (pid_ < 0) throw Error("Cannot start a process: " + std::string(std::strerror(errno)) + ".");
  if (pid_ == 0) becomeProgram(self, argv.data(), envp.data(), input.fd(), output.fd(), errors.fd(), complain.fd());
  ::setpgid(pid_, pid_);  // here too, so that a signal to the group cannot come too early
  complain.close();
  int reason = 0;
  ssize_t got = 0;
  while ((got = ::read(complaint.fd(), &reason, sizeof reason)) < 0 && errno == EINTR) {
  }
  if (got == sizeof reason) {  // it closes silently where the program runs
    wait();
    throw Error(options.argv.front() + " could not be started: " + std::strerror(reason) +
                "; check that it exists and is executable.");
  }
}

ChildProcess::~ChildProcess() {
  kill();
}

std::optional<ChildEnd> ChildProcess::ended() {
  if (end_ || pid_ < 0) return end_;
  int status = 0;
  if (::waitpid(pid_, &status, WNOHANG) != pid_) return end_;
  end_ = WIFSIGNALED(status) ? ChildEnd{0, WTERMSIG(status)} : ChildEnd{WEXITSTATUS(status), 0};
  return end_;
}

ChildEnd ChildProcess::wait() {
  // Looks without reaping first: the pid stays ours until ended() takes it.
  siginfo_t info{};
  while (!end_ && pid_ > 0 && ::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOWAIT) != 0 &&
         errno == EINTR) {
  }
  return ended().value_or(ChildEnd{});
}

std::optional<ChildEnd> ChildProcess::wait(const std::stop_token& stop, std::chrono::milliseconds longest) {
  const auto deadline = Clock::now() + longest;
  while (!ended()) {
    if (stop.stop_requested() || Clock::now() >= deadline) {
      kill();
      return std::nullopt;
    }
    std::this_thread::sleep_for(kTick);
  }
  return end_;
}

void ChildProcess::terminate() {
  if (pid_ > 0 && !ended()) ::kill(-pid_, SIGTERM);
}

void ChildProcess::kill() {
  if (pid_ <= 0 || ended()) return;
  ::kill(-pid_, SIGKILL);
  const auto deadline = Clock::now() + kDying;
  while (!ended() && Clock::now() < deadline) std::this_thread::sleep_for(kTick);
  if (!end_) pid_ = -1;
}

}  // namespace cleave
