// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/bench/synthetic_run.h"

#include "core/model/architectures.h"
#include "core/types/random.h"

namespace cleave::cli {
namespace {

double unit(SplitMix& random) {
  return 0x1p-53 * static_cast<double>(random.next() >> 11);
}

/// A request with as many digits as a real one has.
RequestRecord madeUp(const NetworkDescription& network, std::uint64_t id, SplitMix& random) {
  const auto ms = [&](double around) { return around * (0.5 + unit(random)); };
  RequestRecord record;
  record.id = id;
  record.startS = 0.1 * static_cast<double>(id) + 0.01 * unit(random);
  record.frame = static_cast<int>(id % 256);
  record.decision.exit = 1 + static_cast<int>(unit(random) * network.exitCount());
  const int length = network.pathLength(record.decision.exit);
  record.decision.partition = static_cast<int>(unit(random) * (length + 1));
  record.decision.bits = record.decision.partition == length ? 32 : 4;
  record.policy = 0;
  record.targetMs = 100;
  for (int i = 0; i < length; ++i) record.layerMs.push_back(static_cast<float>(ms(3)));
  record.queueMs = ms(0.2);
  record.prepareMs = ms(1);
  record.quantizeMs = ms(0.3);
  if (record.decision.partition < length) {
    record.uplinkMs = ms(30);
    record.dequantizeMs = ms(0.2);
    record.rttMs = ms(5);
    record.returnMs = record.rttMs / 2;
    record.payloadBytes = static_cast<std::uint64_t>(ms(20'000));
    record.bandwidthMbps = ms(10);
  }
  record.totalMs = record.deviceMs() + record.linkMs() + record.edgeMs();
  record.estimateMbps = ms(10);
  record.linkMbps = ms(10);
  record.tcpRttMs = ms(0.1);
  record.prediction = static_cast<int>(unit(random) * 10);
  record.label = static_cast<int>(unit(random) * 10);
  record.confidence = static_cast<float>(unit(random));
  record.reward = record.correct() ? 1 : 0;
  record.deviceCpu = record.edgeCpu = unit(random);
  record.deviceTemperatureC = 55.3;
  record.deviceMhz = 1500;
  roundToClock(record);
  return record;
}

}  // namespace

SavedRun syntheticRun(std::size_t requests, std::uint64_t seed) {
  SavedRun run;
  run.header.model = "made up";
  run.header.policy = "greedy-safe";
  run.header.targetMs = 100;
  run.header.startedAt = "2026-01-01T12:00:00Z";
  run.header.version = CLEAVE_VERSION;
  run.header.network = loadArchitecture("alexnet", 10);
  run.table.reserve(requests);
  SplitMix random(seed, 0);
  for (std::uint64_t id = 0; id < requests; ++id) run.table.add(madeUp(run.header.network, id, random));
  return run;
}

}  // namespace cleave::cli
