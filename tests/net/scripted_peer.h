// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <thread>
#include <vector>

#include "net/wire/host_port.h"

namespace cleave::net::test {

/// Accepts one connection on a loopback port, sends a script, and waits for the other side to close.
class ScriptedPeer {
 public:
  enum class Then { WaitForClose, Close };
  ScriptedPeer(std::vector<std::byte> script, Then then);
  ~ScriptedPeer();
  [[nodiscard]] HostPort where() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
  std::jthread thread_;
};

/// Sends raw bytes to an agent and closes when it has closed. @returns what the agent said
std::vector<std::byte> talk(const HostPort& where, const std::vector<std::byte>& bytes);
/// A port on the loopback where nothing listens.
HostPort closedPort();

}  // namespace cleave::net::test
