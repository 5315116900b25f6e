// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/types.h>

#include <stop_token>
#include <string>

#include "net/host_port.h"

namespace cleave {

struct LocalAgentOptions {
  int threads = 1;
  std::string emulate = "none";  ///< as EmulatedDevice::parse takes it
};

/// A cleave-agent of our own on a free loopback port, started from beside this program. It ends with this object, and
/// also when this process is killed.
class LocalAgent {
 public:
  /// Starts it and waits until it listens. Must be called from a thread that outlives the agent, since the kernel ties
  /// the agent's life to that thread.
  /// @throws Error when the program is missing or does not come up
  explicit LocalAgent(const LocalAgentOptions& options, const std::stop_token& stop = {});
  ~LocalAgent();
  LocalAgent(const LocalAgent&) = delete;
  LocalAgent& operator=(const LocalAgent&) = delete;

  [[nodiscard]] const net::HostPort& address() const { return address_; }
  [[nodiscard]] pid_t pid() const { return pid_; }

 private:
  void end();

  pid_t pid_ = -1;
  net::HostPort address_;
};

}  // namespace cleave
