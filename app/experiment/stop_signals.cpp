// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/experiment/stop_signals.h"

#include <unistd.h>

#include <csignal>
#include <ctime>

namespace cleave {
namespace {

sigset_t stoppingSignals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  return set;
}

}  // namespace

StopSignals::StopSignals() {
  std::signal(SIGPIPE, SIG_IGN);  // a reader that went away is an error of the write, not the program's end
  const sigset_t set = stoppingSignals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  waiter_ = std::jthread([this](const std::stop_token& ended) {
    const sigset_t waited = stoppingSignals();
    const timespec tick{0, 50'000'000};
    while (!ended.stop_requested()) {
      if (sigtimedwait(&waited, nullptr, &tick) < 0) continue;
      if (!source_.request_stop()) ::_exit(130);
    }
  });
}

StopSignals::~StopSignals() {
  waiter_.request_stop();
  waiter_.join();
  const sigset_t set = stoppingSignals();
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

}  // namespace cleave
