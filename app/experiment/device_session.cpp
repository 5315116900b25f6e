// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/experiment/device_session.h"

#include <span>
#include <utility>

namespace cleave {
namespace {

using namespace std::chrono_literals;

constexpr auto kConnectTimeout = 10s;

}  // namespace

DeviceSession::DeviceSession(DeviceChoice choice, int threads, std::shared_ptr<LocalAgent> started)
    : choice_(std::move(choice)),
      link_(std::make_unique<net::AgentLink>(net::AgentLinkOptions{"cleave " CLEAVE_VERSION, 30s})) {
  if (choice_.agent != "local") return;
  const LocalAgentOptions wanted{threads, choice_.emulate};
  agent_ = started && started->options() == wanted ? std::move(started) : std::make_shared<LocalAgent>(wanted);
}

void DeviceSession::connect(PhaseReporter& report, const std::stop_token& stop) {
  if (agent_) report("Starting a local agent", 0);
  const net::HostPort where = agent_ ? agent_->address(stop) : net::parseHostPort(choice_.agent);
  report("Connecting", 0);
  link_->connect(where, kConnectTimeout, stop);
}

void DeviceSession::deploy(const Model& model, PhaseReporter& report, const std::stop_token& stop) {
  Manifest deployed = model.manifest;
  deployed.devicePrecision = choice_.precision;
  const std::string manifest = toJson(deployed);
  link_->deploy(
      std::as_bytes(std::span(manifest)), model.weights,
      [&](std::uint64_t sent, std::uint64_t total) {
        report("Deploying the model", static_cast<double>(sent) / static_cast<double>(total));
      },
      stop);
}

void DeviceSession::redeploy(const Model& model, DevicePrecision precision, PhaseReporter& report,
                             const std::stop_token& stop) {
  const DevicePrecision before = std::exchange(choice_.precision, precision);
  try {
    putAtRest(stop);
    deploy(model, report, stop);
  } catch (...) {
    choice_.precision = before;
    throw;
  }
}

void DeviceSession::pushFrames(const SampleSet& samples, PhaseReporter& report, const std::stop_token& stop) {
  link_->clearImages(stop);
  const auto count = samples.frames.size();
  for (std::size_t i = 0; i < count; ++i) {
    link_->pushImage(static_cast<std::uint32_t>(i), samples.width, samples.height,
                     std::as_bytes(std::span(samples.frames[i])), stop);
    report("Sending frames", static_cast<double>(i + 1) / static_cast<double>(count));
  }
  link_->ping(stop);  // returns once the agent has taken them all
}

void DeviceSession::putAtRest(const std::stop_token& stop) {
  link_->setLink(0, stop);
  link_->setLoad(0, stop);
}

DeviceReport DeviceSession::report(int threads, std::string problem) const {
  const auto& info = link_->agentInfo();
  const bool set = info.device.emulated.empty() && threads > 0;
  return {choice_,           info.hostName, info.device.machine, info.device.emulated, set ? threads : info.threads,
          std::move(problem)};
}

}  // namespace cleave
