// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

#include "core/types/system_state.h"
#include "net/messages/hello.h"
#include "net/session/device_backend.h"
#include "net/wire/host_port.h"

namespace cleave::net {

/// How an agent introduces itself.
struct AgentServerOptions {
  std::string software = "cleave-agent";  ///< name and version, at most 64 bytes
  std::string hostName;                   ///< empty: the system's
  int threads = 1;  ///< that the backend starts with, or the emulated device's own; told to the workbench
  std::function<void(std::string_view)> log;      ///< one sentence a line, from run()'s thread; may be empty
  DeviceIdentity device = {};                     ///< told to the workbench
  double load = 0;                                ///< that the backend starts with, 0..0.95; told to the workbench
  std::function<SystemState()> systemState = {};  ///< told with every result, from run()'s thread, at once; or empty
  int computeThreads = 0;  ///< that the backend starts with and is given back after a workbench; 0 = `threads`
};

/// The agent's TCP server: one workbench at a time, any number one after another; the model stays between them, frames
/// the link's shape and the load do not. A second workbench is told that the agent is busy.
class AgentServer {
 public:
  /// Listens at once, so that port() is known and errors come early.
  /// @param listen an address of the loopback; port 0 picks a free one
  /// @param backend must outlive the server; used from one thread of its own
  /// @throws UsageError for an address that is not loopback (unencrypted links stay on the machine until pairing
  ///         exists), Error when the port is taken
  AgentServer(const HostPort& listen, DeviceBackend& backend, AgentServerOptions options = {});
  ~AgentServer();
  AgentServer(const AgentServer&) = delete;
  AgentServer& operator=(const AgentServer&) = delete;

  [[nodiscard]] std::uint16_t port() const;

  /// Serves until `stop` is requested, from any thread; call it once. Returns when the backend call under way has
  /// returned (its job's stop token is set), or at once, after having told the client.
  void run(std::stop_token stop);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace cleave::net
