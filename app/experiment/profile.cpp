// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/experiment/profile.h"

#include <algorithm>
#include <cstdio>

#include "app/device/stopwatch.h"
#include "app/experiment/reply_check.h"
#include "core/types/error.h"

namespace cleave {
namespace {

constexpr int kCalls = 2;           // the first allocates and chooses kernels, the second counts
constexpr double kDisturbed = 1.3;  // times the first call, and some
constexpr double kDisturbedMs = 0.5;
constexpr std::size_t kNamed = 3;               // layers that the notice names: it is one line
constexpr std::uint64_t kFirstId = 1ULL << 62;  // apart from the run's own request numbers

/// A first call is the slowest, unless something else was in the way of the second.
bool disturbed(const PathTimes& first, const PathTimes& second) {
  const auto slower = [](const RequestRecord& before, const RequestRecord& after) {
    for (std::size_t i = 0; i < after.layerMs.size(); ++i) {
      if (static_cast<double>(after.layerMs[i]) > kDisturbed * static_cast<double>(before.layerMs[i]) + kDisturbedMs) {
        return true;
      }
    }
    return false;
  };
  return slower(first.device, second.device) || slower(first.edge, second.edge);
}

}  // namespace

PathTimes timePath(net::AgentLink& link, const NetworkRuntime& runtime, std::span<const std::uint8_t> frame, int exit,
                   std::uint64_t id, const std::stop_token& stop) {
  const int length = runtime.network().pathLength(exit);
  PathTimes times;
  times.device.decision = {exit, length, 32};
  const auto reply = link.request(times.device.decision, 0, id, stop);
  requireFits(reply, times.device.decision, length);
  times.device.layerMs = reply.layerMs;
  times.device.prepareMs = reply.prepareMs;
  link.finish(id, -1, stop);

  times.edge.decision = {exit, 0, 8};
  Stopwatch watch;
  Activation activation = runtime.prepare(frame);
  times.edge.prepareMs = watch.lap();
  runtime.runLayers(exit, 0, length, activation, &times.edge.layerMs);
  return times;
}

std::map<std::string, double> profileBothSides(net::AgentLink& link, const NetworkRuntime& runtime,
                                               const SampleSet& samples, LatencyModel& latency,
                                               const std::function<void(int, int)>& report,
                                               const std::stop_token& stop) {
  const NetworkDescription& network = runtime.network();
  std::map<std::string, double> fastestMs;
  std::uint64_t id = kFirstId;
  int done = 0;
  for (int exit = 1; exit <= network.exitCount(); ++exit) {
    const auto path = network.path(exit);
    const auto time = [&] {
      PathTimes times = timePath(link, runtime, samples.frames.front(), exit, id++, stop);
      for (std::size_t layer = 0; layer < path.size(); ++layer) {
        const auto tookMs = static_cast<double>(times.device.layerMs[layer]);
        const auto [known, isNew] = fastestMs.try_emplace(path[layer].name, tookMs);
        if (!isNew) known->second = std::min(known->second, tookMs);
      }
      return times;
    };
    const PathTimes first = time();
    report(++done, kCalls * network.exitCount());
    PathTimes second = time();
    if (disturbed(first, second)) second = time();
    latency.learn(second.device);
    latency.learn(second.edge);
    report(++done, kCalls * network.exitCount());
  }
  return fastestMs;
}

std::string slownessNotice(const LatencyProfile& wanted, const std::map<std::string, double>& fastestMs) {
  std::string layers;
  std::size_t slow = 0;
  for (const auto& layer : wanted.layers) {
    const auto took = fastestMs.find(layer.name);
    if (took == fastestMs.end() || took->second <= 1.05 * layer.medianMs + 0.1) continue;
    if (++slow > kNamed) continue;
    char text[96];
    std::snprintf(text, sizeof text, " (%.1f ms instead of %.1f)", took->second, layer.medianMs);
    layers += (layers.empty() ? "" : ", ") + layer.name + text;
  }
  if (slow == 0) return {};
  if (slow > kNamed) layers += " and " + std::to_string(slow - kNamed) + " more";
  return "This machine is slower than " + wanted.name + " in " + layers +
         ": these layers run unpaced; give the agent more threads or use a faster machine.";
}

}  // namespace cleave
