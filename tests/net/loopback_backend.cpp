// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/net/loopback_backend.h"

#include <algorithm>

#include "core/types/error.h"

namespace cleave::net::test {

void LoopbackBackend::loadModel(std::string manifest, std::vector<std::byte> bytes) {
  if (refuseModels)
    throw Error("This is no model (" + std::to_string(manifest.size()) + " bytes of manifest): deploy another.");
  weights = std::move(bytes);
  ++loads;
}

DeviceReply LoopbackBackend::run(const DeviceJob& job) {
  ++runs;
  if (job.decision.exit == 9) throw Error("This model has no exit 9.");
  if (job.decision.exit == 8) {
    std::unique_lock lock(mutex_);
    blocked_ = true;
    changed_.notify_all();
    changed_.wait(lock, job.stop, [&] { return released_; });
    blocked_ = false;
    if (job.stop.stop_requested()) {
      ++cancelledRuns;
      throw Cancelled();
    }
  }
  DeviceReply reply;
  if (job.decision.partition == 99) {
    reply.kind = PayloadKind::Logits;
    reply.payload.resize(4);
    return reply;
  }
  reply.layerMs.assign(static_cast<std::size_t>(job.decision.partition), 0.5F);
  reply.payload.assign(job.frame.begin(), job.frame.begin() + static_cast<std::ptrdiff_t>(
                                                                  std::min(job.frame.size(), payloadBytes.load())));
  return reply;
}

void LoopbackBackend::awaitBlocked() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return blocked_; });
}

void LoopbackBackend::release() {
  const std::lock_guard lock(mutex_);
  released_ = true;
  changed_.notify_all();
}

RunningAgent::RunningAgent(DeviceBackend& backend, const std::string& emulated)
    : server_(std::make_unique<AgentServer>(HostPort{"127.0.0.1", 0}, backend,
                                            AgentServerOptions{"test agent",
                                                               "testhost",
                                                               2,
                                                               {},
                                                               {"testboard", "quiet", emulated},
                                                               0,
                                                               [] {
                                                                 return SystemState{0.25, 51.5, 1500};
                                                               }})),
      port_(server_->port()),
      thread_([this](const std::stop_token& token) { server_->run(token); }) {}

void RunningAgent::stop() {
  if (!thread_.joinable()) return;
  thread_.request_stop();
  thread_.join();
  server_.reset();
}

}  // namespace cleave::net::test
