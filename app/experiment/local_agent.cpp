// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/experiment/local_agent.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <thread>
#include <utility>
#include <vector>

#include "app/common/find_program.h"
#include "core/types/error.h"

namespace cleave {
namespace {

using namespace std::chrono_literals;

constexpr auto kStartTimeout = 20s;  // libtorch takes its time to load on a busy machine
constexpr auto kEndTimeout = 2s;

std::filesystem::path agentProgram() {
  auto program = findProgram("cleave-agent");
  if (std::filesystem::exists(program)) return program;
  throw Error("cleave-agent was not found beside this program in " + program.parent_path().string() +
              ": build or install it there.");
}

struct Pipe {
  std::array<int, 2> ends{-1, -1};
  Pipe() {
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
      throw Error("Cannot create a pipe for the local agent: close other programs.");
  }
  ~Pipe() {
    for (const int end : ends) {
      if (end >= 0) ::close(end);
    }
  }
};

pid_t spawn(const std::filesystem::path& program, std::vector<std::string> arguments, int output) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  // A group of its own: Ctrl-C at the terminal reaches the parent alone, which then ends the agent in order.
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
  std::vector<char*> argv;
  for (auto& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  pid_t pid = -1;
  const int error = ::posix_spawn(&pid, program.c_str(), &actions, &attributes, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  if (error != 0) throw Error(program.string() + " could not be started: check that it is executable.");
  return pid;
}

// The port that the agent prints, or nothing within the time.
std::string readLine(int fd, const std::stop_token& stop) {
  std::string line;
  const auto deadline = std::chrono::steady_clock::now() + kStartTimeout;
  while (std::chrono::steady_clock::now() < deadline) {
    if (stop.stop_requested()) throw Cancelled();
    pollfd wait{fd, POLLIN, 0};
    if (::poll(&wait, 1, 50) <= 0) continue;
    std::array<char, 32> buffer{};
    const ssize_t got = ::read(fd, buffer.data(), buffer.size());
    if (got <= 0) break;
    line.append(buffer.data(), static_cast<std::size_t>(got));
    if (line.find('\n') != std::string::npos) return line;
  }
  return {};
}

}  // namespace

LocalAgent::LocalAgent(const LocalAgentOptions& options) : options_(options) {
  const auto program = agentProgram();
  Pipe pipe;
  pid_ = spawn(program,
               {program.string(), "--listen", "127.0.0.1:0", "--threads", std::to_string(options.threads), "--emulate",
                options.emulate, "--announce", "--parent", std::to_string(::getpid())},
               pipe.ends[1]);
  output_ = std::exchange(pipe.ends[0], -1);
}

LocalAgent::~LocalAgent() {
  if (output_ >= 0) ::close(output_);
  end();
}

const net::HostPort& LocalAgent::address(const std::stop_token& stop) {
  if (output_ < 0) return address_;
  const std::string line = readLine(output_, stop);
  std::uint16_t port = 0;
  std::from_chars(line.data(), line.data() + line.size(), port);
  if (port == 0) throw Error("The local agent did not start: run '" + agentProgram().string() + "' to see why.");
  address_ = {"127.0.0.1", port};
  ::close(std::exchange(output_, -1));
  return address_;
}

void LocalAgent::end() {
  ::kill(pid_, SIGTERM);
  const auto deadline = std::chrono::steady_clock::now() + kEndTimeout;
  while (::waitpid(pid_, nullptr, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() > deadline) {
      ::kill(pid_, SIGKILL);
      ::waitpid(pid_, nullptr, 0);
      return;
    }
    std::this_thread::sleep_for(5ms);
  }
}

}  // namespace cleave
