// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/experiment/measure_profile.h"

#include <unistd.h>

#include <array>
#include <map>
#include <optional>
#include <span>

#include "app/experiment/edge_executor.h"
#include "app/experiment/local_agent.h"
#include "app/experiment/profile.h"
#include "core/network/network_runtime.h"
#include "core/plain/emulated_device.h"
#include "core/plain/error.h"
#include "core/plain/machine.h"
#include "core/plain/random.h"
#include "net/shell/agent_link.h"

namespace cleave {
namespace {

using namespace std::chrono_literals;

constexpr auto kConnectTimeout = 10s;
constexpr int kCodedBits = 8;

std::vector<std::uint8_t> noiseFrame(const FrameDescription& frame, std::uint64_t seed) {
  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(frame.bytes()));
  SplitMix random(seed, 0x9f);
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random.below(256));
  return bytes;
}

std::string hostName() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 && name[0] != 0 ? name.data() : "edge";
}

/// The times of one side, gathered by layer.
class Gathered {
 public:
  void add(const std::vector<LayerDescription>& path, const RequestRecord& record) {
    for (std::size_t i = 0; i < path.size(); ++i) layers_[path[i].name].push_back(record.layerMs.at(i));
    prepare_.push_back(record.prepareMs);
  }
  void addCoding(double ms, std::int64_t values) { codingNs_.push_back(ms * 1e6 / static_cast<double>(values)); }

  void fill(const NetworkDescription& network, LatencyProfile& profile) const {
    for (const auto& name : uniqueLayers(network)) profile.layers.push_back(latencyOf(name, layers_.at(name)));
    profile.prepareMs = latencyOf("", prepare_).medianMs;
    if (!codingNs_.empty()) profile.codingNs = latencyOf("", codingNs_).medianMs;
  }

 private:
  std::map<std::string, std::vector<double>> layers_;
  std::vector<double> prepare_;
  std::vector<double> codingNs_;
};

/// A connection, a deployed model, and one frame on the agent.
class Measurement {
 public:
  Measurement(const Model& model, const ProfileOptions& options)
      : model_(model), options_(options), runtime_(model), frame_(noiseFrame(network().frame, options.seed)) {}

  void connect(const std::function<void(const std::string&, double)>& phase, const std::stop_token& stop) {
    const bool local = options_.agent == "local";
    if (local) {
      phase("Starting a local agent", 0);
      agent_.emplace(LocalAgentOptions{std::max(1, options_.deviceThreads), options_.emulate});
    }
    link_.connect(local ? agent_->address(stop) : net::parseHostPort(options_.agent), kConnectTimeout, stop);
    Manifest deployed = model_.manifest;
    deployed.devicePrecision = options_.precision;
    const std::string manifest = toJson(deployed);
    link_.deploy(
        std::as_bytes(std::span(manifest)), model_.weights,
        [&](std::uint64_t sent, std::uint64_t total) {
          phase("Deploying the model", static_cast<double>(sent) / static_cast<double>(total));
        },
        stop);
    if (options_.deviceThreads > 0) link_.setThreads(options_.deviceThreads, stop);
    link_.clearFrames(stop);
    link_.pushFrame(0, network().frame.width, network().frame.height, std::as_bytes(std::span(frame_)), stop);
    link_.ping(stop);
  }

  /// @param counts false while warming up
  void round(bool counts, const std::function<void()>& step, const std::stop_token& stop) {
    for (int exit = 1; exit <= network().exitCount(); ++exit) {
      const PathTimes times = timePath(link_, runtime_, frame_, exit, id_++, stop);
      if (counts) {
        device_.add(network().path(exit), times.device);
        edge_.add(network().path(exit), times.edge);
      }
      step();
    }
    timeCoding(counts, stop);
  }

  [[nodiscard]] MeasuredProfiles profiles() const {
    const auto& info = link_.agentInfo();
    const auto& [machine, governor, emulated] = info.device;
    LatencyProfile device = common();
    device.side = "device";
    device.precision = toText(options_.precision);
    device.name = emulated.empty() ? info.hostName : emulated;
    if (device.name.empty()) device.name = "device";
    device.machine = emulated.empty() ? machine : emulated + " emulated on " + machine;
    device.governor = governor;
    // Of an emulated device the agent tells that one's own: those that its processor really uses made no difference.
    device.threads = emulated.empty() && options_.deviceThreads > 0 ? options_.deviceThreads : info.threads;
    device_.fill(network(), device);
    LatencyProfile edge = common();
    edge.side = "edge";
    edge.name = hostName();
    edge.machine = machineName();
    edge.governor = frequencyGovernor();
    edge.threads = computeThreads();
    edge_.fill(network(), edge);
    validate(device);
    validate(edge);
    return {device, edge};
  }

 private:
  [[nodiscard]] const NetworkDescription& network() const { return model_.manifest.network; }

  [[nodiscard]] LatencyProfile common() const {
    LatencyProfile profile;
    profile.source = "measured by cleave-cli " CLEAVE_VERSION ": " + std::to_string(options_.repeats) +
                     " requests to every exit after " + std::to_string(options_.warmUps) + " left out";
    profile.model = model_.manifest.name;
    profile.architecture = network().architecture;
    profile.frameWidth = network().frame.width;
    profile.frameHeight = network().frame.height;
    return profile;
  }

  // The largest feature there is, so that the time of one value is not that of a call.
  void timeCoding(bool counts, const std::stop_token& stop) {
    const int exit = network().exitCount();
    const auto ranges = model_.manifest.ranges.find(network().trunk.front().name);
    const bool calibrated = ranges != model_.manifest.ranges.end() && ranges->second.contains(kCodedBits);
    if (network().pathLength(exit) < 2 || !calibrated) return;
    RequestRecord record;
    record.decision = {exit, 1, kCodedBits};
    const auto reply = link_.request(record.decision, 0, id_, stop);
    requireFits(reply, record.decision, network().pathLength(exit));
    record.layerMs = reply.layerMs;
    executor_.finish(reply.payload, record);
    link_.finish(id_++, record.prediction, stop);
    if (!counts) return;
    const auto values = elementCount(network().shapes(exit)[1]);
    device_.addCoding(reply.quantizeMs, values);
    edge_.addCoding(record.dequantizeMs, values);
  }

  const Model& model_;
  const ProfileOptions& options_;
  NetworkRuntime runtime_;
  EdgeExecutor executor_{model_.manifest, runtime_};
  std::vector<std::uint8_t> frame_;
  std::optional<LocalAgent> agent_;
  net::AgentLink link_{{"cleave " CLEAVE_VERSION, 30s}};
  std::uint64_t id_ = 0;
  Gathered device_;
  Gathered edge_;
};

void requireOptions(const Model& model, const ProfileOptions& options) {
  if (options.repeats < 1 || options.warmUps < 0) {
    throw UsageError("A profile needs one repeat or more, and no fewer than 0 warm-up requests.");
  }
  const auto emulated = EmulatedDevice::parse(options.emulate);
  if (emulated) {  // both throw when it does not fit
    emulated->requirePrecision(toText(options.precision));
    emulated->profileOf(model.manifest.network);
  }
  if (options.agent == "local") return;
  net::parseHostPort(options.agent);
  if (emulated) throw UsageError("Only a local agent can be told what to emulate: start the other with --emulate.");
}

}  // namespace

MeasuredProfiles measureProfiles(const Model& model, const ProfileOptions& options,
                                 const std::function<void(const std::string& what, double done)>& phase,
                                 const std::stop_token& stop) {
  requireOptions(model, options);
  Measurement measurement(model, options);
  measurement.connect(phase, stop);
  const int rounds = options.warmUps + options.repeats;
  const int steps = rounds * model.manifest.network.exitCount();
  int done = 0;
  for (int round = 0; round < rounds; ++round) {
    measurement.round(
        round >= options.warmUps,
        [&] { phase("Timing layers", static_cast<double>(++done) / static_cast<double>(steps)); }, stop);
  }
  return measurement.profiles();
}

}  // namespace cleave
