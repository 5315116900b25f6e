// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/experiment/profile.h"

#include "app/device/stopwatch.h"
#include "core/plain/error.h"

namespace cleave {
namespace {

constexpr int kWarmUps = 1;  // first calls allocate and choose kernels
constexpr int kRepeats = 2;
constexpr std::uint64_t kFirstId = 1ULL << 62;  // apart from the run's own request numbers

}  // namespace

void requireFits(const net::RequestReply& reply, const Decision& decision, int pathLength) {
  const bool deviceOnly = decision.partition == pathLength;
  if (std::ssize(reply.layerMs) != decision.partition || (reply.kind == net::PayloadKind::Logits) != deviceOnly) {
    throw Error("The agent's answer does not fit decision " + toText(decision) +
                ": install the same version of Cleave on both sides.");
  }
}

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

void profileBothSides(net::AgentLink& link, const NetworkRuntime& runtime, const SampleSet& samples,
                      LatencyModel& latency, const std::function<void(int, int)>& report, const std::stop_token& stop) {
  const NetworkDescription& network = runtime.network();
  std::uint64_t id = kFirstId;
  int done = 0;
  for (int exit = 1; exit <= network.exitCount(); ++exit) {
    for (int i = 0; i < kWarmUps + kRepeats; ++i) {
      const PathTimes times = timePath(link, runtime, samples.frames.front(), exit, id++, stop);
      if (i >= kWarmUps) {
        latency.learn(times.device);
        latency.learn(times.edge);
      }
      report(++done, network.exitCount() * (kWarmUps + kRepeats));
    }
  }
}

}  // namespace cleave
