// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/types.h>

#include <stop_token>
#include <string>

#include "net/wire/host_port.h"

namespace cleave {

struct LocalAgentOptions {
  int threads = 1;
  std::string emulate = "none";  ///< as EmulatedDevice::parse takes it

  friend bool operator==(const LocalAgentOptions&, const LocalAgentOptions&) = default;
};

/// A cleave-agent of our own on a free loopback port, started from beside this program. It ends with this object, and
/// also when this process is killed.
class LocalAgent {
 public:
  /// Starts it. Must be called from a thread that outlives the agent, since the kernel ties the agent's life to that
  /// thread.
  /// @throws Error when the program is missing
  explicit LocalAgent(const LocalAgentOptions& options);
  ~LocalAgent();
  LocalAgent(const LocalAgent&) = delete;
  LocalAgent& operator=(const LocalAgent&) = delete;

  [[nodiscard]] const LocalAgentOptions& options() const { return options_; }
  /// Waits until it listens, the first time. One thread at a time.
  /// @throws Error when it does not come up, Cancelled
  const net::HostPort& address(const std::stop_token& stop = {});
  [[nodiscard]] pid_t pid() const { return pid_; }

 private:
  void end();

  LocalAgentOptions options_;
  pid_t pid_ = -1;
  int output_ = -1;  ///< what it prints: its port; -1: that was read
  net::HostPort address_;
};

}  // namespace cleave
