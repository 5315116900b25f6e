// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "core/model/architectures.h"
#include "rl/predict/decision_table.h"

namespace cleave::test {

/// AlexNet whose device takes `deviceMs` a layer and whose edge takes `edgeMs`; accuracies 80, 85, 88, 90, 93 %, points
/// lost at 4, 2 and 1 bits where `measured`; payloads as packed.
inline std::shared_ptr<const DecisionTable> alexnetTable(float deviceMs = 10, float edgeMs = 1, bool measured = true) {
  const NetworkDescription network = loadArchitecture("alexnet", 10);
  const DecisionSpace space(network);
  LatencyModel latency(network);
  for (int exit = 1; exit <= space.exitCount(); ++exit) {
    const int length = space.pathLength(exit);
    RequestRecord record;
    record.layerMs.assign(static_cast<std::size_t>(length), deviceMs);
    record.decision = {exit, length, 32};
    latency.learn(record);
    record.layerMs.assign(static_cast<std::size_t>(length), edgeMs);
    record.decision = {exit, 0, 8};
    latency.learn(record);
  }
  const std::vector<ExitAccuracy> exits{{800, 1000}, {850, 1000}, {880, 1000}, {900, 1000}, {930, 1000}};
  std::vector<DecisionMeasurement> decisions;
  for (int i = 0; measured && i < space.size(); ++i) {
    const Decision& decision = space.at(i);
    const int lost = decision.bits == 4 ? 3 : decision.bits == 2 ? 20 : decision.bits == 1 ? 80 : 0;
    DecisionMeasurement one;
    one.samples = 1000;
    one.correct = exits[static_cast<std::size_t>(decision.exit - 1)].correct - lost;
    one.meanBytes = latency.payloadBytes(decision);
    one.p95Bytes = 1.1 * one.meanBytes;
    decisions.push_back(one);
  }
  return std::make_shared<DecisionTable>(space, AccuracyTable(space, exits, decisions), latency, decisions);
}

}  // namespace cleave::test
