// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/experiment/profile.h"

#include "app/device/stopwatch.h"

namespace cleave {
namespace {

constexpr int kWarmUps = 1;  // first calls allocate and choose kernels
constexpr int kRepeats = 3;
constexpr std::uint64_t kFirstId = 1ULL << 62;  // apart from the run's own request numbers

}  // namespace

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
