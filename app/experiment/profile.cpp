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

void profileBothSides(net::AgentLink& link, const NetworkRuntime& runtime, const SampleSet& samples,
                      LatencyModel& latency, const std::function<void(int, int)>& report, const std::stop_token& stop) {
  const NetworkDescription& network = runtime.network();
  std::uint64_t id = kFirstId;
  int done = 0;
  for (int exit = 1; exit <= network.exitCount(); ++exit) {
    const int length = network.pathLength(exit);
    for (int i = 0; i < kWarmUps + kRepeats; ++i) {
      RequestRecord device;
      device.decision = {exit, length, 32};
      const auto reply = link.request(device.decision, 0, id, stop);
      requireFits(reply, device.decision, length);
      device.layerMs = reply.layerMs;
      device.prepareMs = reply.prepareMs;
      link.finish(id++, -1, stop);

      RequestRecord edge;
      edge.decision = {exit, 0, 8};
      Stopwatch watch;
      Activation activation = runtime.prepare(samples.frames.front());
      edge.prepareMs = watch.lap();
      runtime.runLayers(exit, 0, length, activation, &edge.layerMs);

      if (i >= kWarmUps) {
        latency.learn(device);
        latency.learn(edge);
      }
      report(++done, network.exitCount() * (kWarmUps + kRepeats));
    }
  }
}

}  // namespace cleave
