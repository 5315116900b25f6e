// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>

#include "app/runs/run_bundle.h"
#include "core/model/architectures.h"
#include "core/types/measured_time.h"
#include "core/types/random.h"

namespace cleave::test {

inline double unit(SplitMix& random) {
  return 0x1p-53 * static_cast<double>(random.next() >> 11);
}

/// Numbers with all of their digits, and of all sizes.
inline double wild(SplitMix& random) {
  constexpr double kScales[] = {0, 1e-300, 1e-9, 1, 1e4, 1e17, 1e300};
  return kScales[random.below(7)] * unit(random);
}

/// Any request that could be, and some that could not.
inline RequestRecord anyRecord(const NetworkDescription& network, std::uint64_t id, SplitMix& random) {
  RequestRecord record;
  record.id = id;
  record.frame = static_cast<int>(random.below(256));
  record.decision.exit = 1 + static_cast<int>(random.below(static_cast<std::uint64_t>(network.exitCount())));
  const int length = network.pathLength(record.decision.exit);
  record.decision.partition = static_cast<int>(random.below(static_cast<std::uint64_t>(length + 1)));
  record.decision.bits = kBitWidths[random.below(kBitWidths.size())];
  const std::uint64_t layers = random.below(static_cast<std::uint64_t>(length + 1));
  for (std::uint64_t i = 0; i < layers; ++i) record.layerMs.push_back(static_cast<float>(10 * unit(random)));
  record.policy = static_cast<int>(random.below(3)) - 1;
  visitNumberColumns([&](std::string_view name, auto field, auto) {
    if constexpr (std::is_same_v<decltype(field), double RequestRecord::*>) {
      record.*field = (random.below(2) == 0 ? 1 : -1) * wild(random);
      if (name.ends_with("_ms")) record.*field = std::min(std::abs(record.*field), kMostMs);
      if (random.below(5) == 0) record.*field = kUnknown;
    }
  });
  record.linkEpoch = random.below(3);
  record.payloadBytes = random.next();
  record.tcpRetransmissions = random.below(5);
  record.prediction = static_cast<int>(random.below(11)) - 1;
  record.label = static_cast<int>(random.below(10));
  record.confidence = static_cast<float>(unit(random));
  if (random.below(9) == 0) {
    record.outcome = random.below(2) == 0 ? Outcome::Failed : Outcome::Fallback;
    record.error = "The link said \"no\", again,\nand was silent, " + std::to_string(id) + ".";
  }
  return record;
}

inline SavedRun anyRun(std::uint64_t requests, std::uint64_t seed = 1) {
  SavedRun run;
  run.header.model = "m";
  run.header.modelChecksum = "c0ffee";
  run.header.policy = "greedy, safe";
  run.header.startedAt = "2026-11-26T12:00:00Z";
  run.header.seed = std::numeric_limits<std::uint64_t>::max();
  run.header.scenario = "quick";
  run.header.scenarioText = "name = quick\nlink = constant\n";
  run.header.network = loadArchitecture("alexnet", 10);
  run.changes = {{3, 0.5, "policy", "sac-d:a \"b\",\nc"}, {4, 0.1 + 0.2, "target_ms", "80"}};
  SplitMix random(seed, 0);
  for (std::uint64_t id = 0; id < requests; ++id) run.table.add(anyRecord(run.header.network, id, random));
  return run;
}

}  // namespace cleave::test
