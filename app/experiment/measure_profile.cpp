// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/experiment/measure_profile.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>
#include <span>
#include <utility>

#include "app/experiment/edge_executor.h"
#include "app/experiment/local_agent.h"
#include "app/experiment/profile.h"
#include "app/experiment/reply_check.h"
#include "core/network/network_runtime.h"
#include "core/profile/emulated_device.h"
#include "core/system/machine.h"
#include "core/types/error.h"
#include "core/types/random.h"
#include "net/tcp/agent_link.h"

namespace cleave {
namespace {

using namespace std::chrono_literals;

constexpr auto kConnectTimeout = 10s;
constexpr int kCodedBits = 4;  // in the middle: narrower ones take less, wider ones more
constexpr std::uint32_t kImitatedRttUs = 5000;
constexpr double kMostCorrelated = 0.95;
constexpr double kP95 = 1.645;  // deviations of a normal distribution

/// Random colours at the corners of a coarse grid, and what lies between them.
std::vector<std::uint8_t> blurredNoise(const FrameDescription& frame, std::uint64_t seed) {
  constexpr int kCells = 8;
  constexpr int kCorners = kCells + 1;
  constexpr int kColours = 3;
  std::array<double, std::size_t{kCorners} * kCorners * kColours> corners{};
  SplitMix random(seed, 0x9f);
  for (double& corner : corners) corner = static_cast<double>(random.below(256));
  std::vector<std::uint8_t> bytes;
  bytes.reserve(static_cast<std::size_t>(frame.bytes()));
  for (int y = 0; y < frame.height; ++y) {
    const double row = static_cast<double>(y) * kCells / frame.height;
    for (int x = 0; x < frame.width; ++x) {
      const double column = static_cast<double>(x) * kCells / frame.width;
      for (int colour = 0; colour < kColours; ++colour) {
        const auto corner = [&](int down, int right) {
          const int cell = (static_cast<int>(row) + down) * kCorners + static_cast<int>(column) + right;
          return corners[static_cast<std::size_t>(cell * kColours + colour)];
        };
        const double right = column - std::floor(column);
        bytes.push_back(
            static_cast<std::uint8_t>(std::lerp(std::lerp(corner(0, 0), corner(0, 1), right),
                                                std::lerp(corner(1, 0), corner(1, 1), right), row - std::floor(row))));
      }
    }
  }
  return bytes;
}

/// Where coding is timed: behind the first pooling layer, else the first layer, of the last exit's path. So the feature
/// is large, a call's own time being nothing beside it, and like those that are worth sending; larger ones miss the
/// caches. 0: none of them has a range.
int codedCut(const Manifest& manifest) {
  const auto path = manifest.network.path(manifest.network.exitCount());
  const auto pool = std::ranges::find(path, LayerOp::MaxPool, &LayerDescription::op);
  const std::size_t cut = pool == path.end() ? 1 : static_cast<std::size_t>(pool - path.begin()) + 1;
  if (cut >= path.size()) return 0;
  const auto ranges = manifest.ranges.find(path[cut - 1].name);
  return ranges != manifest.ranges.end() && ranges->second.contains(kCodedBits) ? static_cast<int>(cut) : 0;
}

std::string hostName() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 && name[0] != 0 ? name.data() : "edge";
}

/// The times of one side, gathered by layer.
class Gathered {
 public:
  void add(const std::vector<LayerDescription>& path, const RequestRecord& record) {
    wholeMs_.emplace_back(record.decision.exit, std::accumulate(record.layerMs.begin(), record.layerMs.end(), 0.0));
    for (std::size_t i = 0; i < path.size(); ++i) layers_[path[i].name].push_back(record.layerMs.at(i));
    prepare_.push_back(record.prepareMs);
  }
  void addCoding(double ms, std::int64_t values) { codingNs_.push_back(ms * 1e6 / static_cast<double>(values)); }

  void fill(const NetworkDescription& network, LatencyProfile& profile) const {
    for (const auto& name : uniqueLayers(network)) profile.layers.push_back(latencyOf(name, layers_.at(name)));
    profile.prepareMs = latencyOf("", prepare_).medianMs;
    if (!codingNs_.empty()) profile.codingNs = latencyOf("", codingNs_).medianMs;
  }

  /// See MeasuredProfiles: from the 95th percentile, so that a single hiccup does not speak for all.
  [[nodiscard]] MeasuredProfiles::Spread spread() const {
    std::map<int, std::vector<double>> byExit;
    for (const auto& [exit, ms] : wholeMs_) byExit[exit].push_back(ms);
    std::vector<double> ratios;
    for (const auto& [exit, ms] : wholeMs_) ratios.push_back(ms / latencyOf("", byExit.at(exit)).medianMs);
    const double most = std::log(std::max(latencyOf("", ratios).p95Ms, 1.0));
    for (double& ratio : ratios) ratio = std::clamp(std::log(ratio), -most, most);
    double products = 0;
    double squares = 0;
    for (std::size_t i = 0; i < ratios.size(); ++i) {
      squares += ratios[i] * ratios[i];
      if (i > 0) products += ratios[i] * ratios[i - 1];
    }
    return {most / kP95, squares > 0 ? std::clamp(products / squares, 0.0, kMostCorrelated) : 0};
  }

 private:
  std::map<std::string, std::vector<double>> layers_;
  std::vector<std::pair<int, double>> wholeMs_;  ///< exit and time of all its layers, as they came
  std::vector<double> prepare_;
  std::vector<double> codingNs_;
};

/// A connection, a deployed model, and one frame on the agent.
class Measurement {
 public:
  Measurement(const Model& model, const ProfileOptions& options)
      : model_(model), options_(options), runtime_(model), frames_(options.frames) {
    if (frames_.empty()) frames_.push_back(blurredNoise(network().frame, options.seed));
  }

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
    link_.clearImages(stop);
  }

  /// @param counts false while warming up
  void round(bool counts, const std::function<void()>& step, const std::stop_token& stop) {
    const auto& frame = frames_[rounds_++ % frames_.size()];
    link_.pushImage(0, network().frame.width, network().frame.height, std::as_bytes(std::span(frame)), stop);
    link_.ping(stop);  // returns once the agent has taken it
    for (int exit = 1; exit <= network().exitCount(); ++exit) {
      link_.rest(std::chrono::steady_clock::now() + std::chrono::duration_cast<std::chrono::nanoseconds>(
                                                        std::chrono::duration<double, std::milli>(options_.restMs)),
                 stop);
      const PathTimes times = timePath(link_, runtime_, frame, exit, id_++, stop);
      if (counts) {
        device_.add(network().path(exit), times.device);
        edge_.add(network().path(exit), times.edge);
      }
      step();
    }
    timeCoding(counts, stop);
    timeRoundTrip(counts, stop);
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
    return {device, edge, device_.spread(), edge_.spread(), latencyOf("", roundTripsMs_).medianMs};
  }

 private:
  [[nodiscard]] const NetworkDescription& network() const { return model_.manifest.network; }

  [[nodiscard]] LatencyProfile common() const {
    LatencyProfile profile;
    profile.source = "measured by cleave-cli " CLEAVE_VERSION ": " + std::to_string(options_.repeats) +
                     " requests per exit after " + std::to_string(options_.warmUps) + " warm-up requests";
    profile.model = model_.manifest.name;
    profile.architecture = network().architecture;
    profile.frameWidth = network().frame.width;
    profile.frameHeight = network().frame.height;
    return profile;
  }

  void timeCoding(bool counts, const std::stop_token& stop) {
    const int exit = network().exitCount();
    const int cut = codedCut(model_.manifest);
    if (cut == 0) return;
    RequestRecord record;
    record.decision = {exit, cut, kCodedBits};
    const auto reply = link_.request(record.decision, 0, id_, stop);
    requireFits(reply, record.decision, network().pathLength(exit));
    record.layerMs = reply.layerMs;
    executor_.finish(reply.payload, record);
    link_.finish(id_++, record.prediction, stop);
    if (!counts) return;
    const auto values = elementCount(network().shapes(exit)[static_cast<std::size_t>(cut)]);
    device_.addCoding(reply.quantizeMs, values);
    edge_.addCoding(record.dequantizeMs, values);
  }

  void timeRoundTrip(bool counts, const std::stop_token& stop) {
    link_.setLinkTrace({{{0, net::kMaxLinkBitsPerSecond, kImitatedRttUs}}, kImitatedRttUs}, stop);
    const double ms = link_.ping(stop) - 1e-3 * kImitatedRttUs;
    link_.setLink(0, stop);
    if (counts) roundTripsMs_.push_back(ms);
  }

  const Model& model_;
  const ProfileOptions& options_;
  NetworkRuntime runtime_;
  EdgeExecutor executor_{model_.manifest, runtime_};
  std::vector<std::vector<std::uint8_t>> frames_;
  std::size_t rounds_ = 0;
  std::optional<LocalAgent> agent_;
  net::AgentLink link_{{"cleave " CLEAVE_VERSION, 30s}};
  std::uint64_t id_ = 0;
  Gathered device_;
  Gathered edge_;
  std::vector<double> roundTripsMs_;
};

void requireOptions(const Model& model, const ProfileOptions& options) {
  if (options.repeats < 1 || options.warmUps < 0) {
    throw UsageError("A profile needs at least one repeat and a non-negative number of warm-up requests.");
  }
  const auto emulated = EmulatedDevice::parse(options.emulate);
  if (emulated) {  // both throw when it does not fit
    emulated->requirePrecision(toText(options.precision));
    emulated->profileOf(model.manifest.network);
  }
  const auto fits = [&](const auto& frame) { return std::ssize(frame) == model.manifest.network.frame.bytes(); };
  if (!std::ranges::all_of(options.frames, fits))
    throw UsageError("The frames to measure with do not have the model's frame size.");
  if (options.agent == "local") return;
  net::parseHostPort(options.agent);
  if (emulated)
    throw UsageError("The emulated device can be set for a local agent only: start a remote agent with --emulate.");
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
