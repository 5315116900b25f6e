// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "net/session/device_backend.h"
#include "net/tcp/agent_server.h"

namespace cleave::net::test {

/// A device without a network: the reply is the frame's first bytes, as many as `payloadBytes` says.
/// Exit 9 fails; exit 8 blocks until its stop token or release(). Partition 99 is all of the path: four bytes of
/// scores.
class LoopbackBackend : public DeviceBackend {
 public:
  void loadModel(std::string manifest, std::vector<std::byte> weights) override;
  void setThreads(int count) override { threads = count; }
  void setLoad(double share) override { load = share; }
  DeviceReply run(const DeviceJob& job) override;

  /// Until a blocking run() is inside.
  void awaitBlocked();
  void release();

  std::atomic<std::size_t> payloadBytes{16};
  std::atomic<int> threads{0};
  std::atomic<double> load{0};
  std::atomic<int> loads{0};
  std::atomic<int> runs{0};
  std::atomic<int> cancelledRuns{0};
  std::atomic<bool> refuseModels{false};
  std::vector<std::byte> weights;  ///< of the last model; read it after DeployDone

 private:
  std::mutex mutex_;
  std::condition_variable_any changed_;
  bool blocked_ = false;
  bool released_ = false;
};

/// An agent on a free loopback port, served by a thread of its own.
class RunningAgent {
 public:
  explicit RunningAgent(DeviceBackend& backend, const std::string& emulated = {});
  ~RunningAgent() { stop(); }

  [[nodiscard]] HostPort where() const { return {"127.0.0.1", port_}; }
  /// Requests the stop and waits for run() to return, then destroys the server.
  void stop();

 private:
  std::unique_ptr<AgentServer> server_;
  std::uint16_t port_ = 0;
  std::jthread thread_;
};

}  // namespace cleave::net::test
