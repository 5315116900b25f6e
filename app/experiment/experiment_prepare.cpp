// SPDX-License-Identifier: GPL-3.0-or-later
// What a run needs before its first request: agent, model, frames, profile.
#include <ctime>

#include "app/experiment/experiment_loop.h"
#include "app/experiment/profile.h"
#include "core/profile/emulated_device.h"
#include "core/system/machine.h"
#include "core/types/error.h"
#include "rl/environment/scenario_text.h"

namespace cleave {
namespace {

using namespace std::chrono_literals;

constexpr auto kConnectTimeout = 10s;

std::string utcNow() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

}  // namespace

void ExperimentLoop::report(const std::string& what, double done) {
  if (what != phase_) {
    phase_ = what;
    phaseStart_ = Clock::now();
  }
  const double passed = std::chrono::duration<double>(Clock::now() - phaseStart_).count();
  events_.phase(what, done, done > 0 ? passed * (1 - done) / done : -1);
}

void ExperimentLoop::prepare(const LiveSettings& settings, std::shared_ptr<LocalAgent> started,
                             const std::stop_token& stop) {
  // First, so that a path that cannot be written is told before anything else happens.
  if (!options_.journal.empty()) journal_.emplace(options_.journal);
  device_ = tried_ = *settings.device;
  if (device_.agent == "local") {  // it loads its libraries while the frames are prepared
    if (started && started->options() == agentOptions(settings)) agent_ = std::move(started);
    startAgent(settings);
  } else {
    connect(settings, stop);
  }
  report("Preparing frames", 0);
  samples_ = std::make_shared<SampleSet>(
      makeSamples(model_.manifest, options_.samples, options_.seed, options_.dataFolder, stop));
  if (!link_) connect(settings, stop);
  deploy(stop);
  pushImages(stop);
  timeLayers(stop);
  events_.device(reportOf());
  for (int i = 0; i < 4; ++i) estimator_.note(RoundTripSeen{link_->ping(stop), 0});
}

LocalAgentOptions ExperimentLoop::agentOptions(const LiveSettings& settings) const {
  return {settings.deviceThreads > 0 ? settings.deviceThreads : options_.deviceThreads, device_.emulate};
}

void ExperimentLoop::startAgent(const LiveSettings& settings) {
  if (!agent_) agent_ = std::make_shared<LocalAgent>(agentOptions(settings));
}

void ExperimentLoop::connect(const LiveSettings& settings, const std::stop_token& stop) {
  net::HostPort where;
  if (device_.agent == "local") {
    report("Starting a local agent", 0);
    startAgent(settings);
    where = agent_->address(stop);
  } else {
    where = net::parseHostPort(device_.agent);
  }
  report("Connecting", 0);
  link_ = std::make_unique<net::AgentLink>(net::AgentLinkOptions{"cleave " CLEAVE_VERSION, 30s});
  link_->connect(where, kConnectTimeout, stop);
}

void ExperimentLoop::deploy(const std::stop_token& stop) {
  Manifest deployed = model_.manifest;
  deployed.devicePrecision = device_.precision;
  const std::string manifest = toJson(deployed);
  link_->deploy(
      std::as_bytes(std::span(manifest)), model_.weights,
      [&](std::uint64_t sent, std::uint64_t total) {
        report("Deploying the model", static_cast<double>(sent) / static_cast<double>(total));
      },
      stop);
}

void ExperimentLoop::pushImages(const std::stop_token& stop) {
  link_->clearImages(stop);
  const auto count = samples_->frames.size();
  for (std::size_t i = 0; i < count; ++i) {
    link_->pushImage(static_cast<std::uint32_t>(i), samples_->width, samples_->height,
                     std::as_bytes(std::span(samples_->frames[i])), stop);
    report("Sending frames", static_cast<double>(i + 1) / static_cast<double>(count));
  }
  link_->ping(stop);  // returns once the agent has taken them all
}

void ExperimentLoop::timeLayers(const std::stop_token& stop) {
  if (options_.machines && !table_) {  // theirs is the device that the run began with
    latency_.adopt(options_.machines->device, options_.machines->edge);
    warmUp(stop);
    table_.emplace(space_, accuracy_, latency_, model_.manifest.decisions);
    return;
  }
  const auto fastestMs = profileBothSides(
      *link_, runtime_, *samples_, latency_,
      [&](int done, int total) { report("Timing layers", static_cast<double>(done) / total); }, stop);
  if (!latency_.complete())
    throw Error("The agent did not report the time of every layer: install the same version of Cleave on both.");
  table_.emplace(space_, accuracy_, latency_, model_.manifest.decisions);
  // What a local agent says itself goes nowhere; another one's is read by whoever started it.
  const auto emulated = EmulatedDevice::parse(device_.emulate);
  if (emulated) notice_ = slownessNotice(emulated->profileOf(model_.manifest.network), fastestMs);
}

// First calls allocate and choose kernels: they would be the first requests, and what the device's load is judged by.
void ExperimentLoop::warmUp(const std::stop_token& stop) {
  LatencyModel unused(model_.manifest.network, model_.manifest.decisions);
  profileBothSides(
      *link_, runtime_, *samples_, unused,
      [&](int done, int total) { report("Warming up", static_cast<double>(done) / total); }, stop);
}

DeviceReport ExperimentLoop::reportOf(std::string problem) const {
  const auto& info = link_->agentInfo();
  const bool set = info.device.emulated.empty() && applied_.deviceThreads > 0;
  return {device_,
          info.hostName,
          info.device.machine,
          info.device.emulated,
          set ? applied_.deviceThreads : info.threads,
          std::move(problem)};
}

RunHeader ExperimentLoop::header(const LiveSettings& settings) const {
  return {model_.manifest.name,
          model_.manifest.weightsChecksum,
          settings.policy,
          device_.agent,
          utcNow(),
          CLEAVE_VERSION,
          machineName(),
          settings.targetMs,
          settings.linkMbps,
          link_->agentInfo().device.machine,
          link_->agentInfo().device.emulated,
          toText(device_.precision),
          options_.seed,
          model_.manifest.network,
          settings.scenario ? settings.scenario->scenario.name : "",
          settings.scenario ? toText(settings.scenario->scenario) : ""};
}

}  // namespace cleave
