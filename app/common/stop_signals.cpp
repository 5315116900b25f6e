// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/common/stop_signals.h"

#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>
#include <ctime>

namespace cleave {
namespace {

constexpr std::array kStopping{SIGINT, SIGTERM};

std::atomic<int> caught{0};
static_assert(std::atomic<int>::is_always_lock_free);

void catchSignal(int) {
  caught.fetch_add(1);
}

sigset_t stoppingSignals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : kStopping) sigaddset(&set, signal);
  return set;
}

void handle(int signal, void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  ::sigaction(signal, &action, nullptr);
}

}  // namespace

StopSignals::StopSignals() {
  std::signal(SIGPIPE, SIG_IGN);  // a reader that went away is an error of the write, not the program's end
  const sigset_t set = stoppingSignals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  // Threads that libraries start as they are loaded (OpenBLAS has some) were there first and block nothing: what
  // reaches one of them would end the program.
  for (const int signal : kStopping) handle(signal, catchSignal);
  waiter_ = std::jthread([this](const std::stop_token& ended) {
    const sigset_t waited = stoppingSignals();
    const timespec tick{0, 50'000'000};
    while (!ended.stop_requested()) {
      int came = sigtimedwait(&waited, nullptr, &tick) < 0 ? 0 : 1;
      for (came += caught.exchange(0); came > 0; --came) {
        if (!source_.request_stop()) ::_exit(130);
      }
    }
  });
}

StopSignals::~StopSignals() {
  waiter_.request_stop();
  waiter_.join();
  for (const int signal : kStopping) handle(signal, SIG_DFL);
  const sigset_t set = stoppingSignals();
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

}  // namespace cleave
