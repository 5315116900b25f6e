// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/run/run_verify.h"

#include "core/network/network_runtime.h"

namespace cleave::cli {

Verification verifyRecords(const Model& model, DevicePrecision precision, const SampleSet& samples,
                           const std::vector<RequestRecord>& records) {
  const NetworkRuntime device(model, precision);
  const NetworkRuntime edge(model);
  Verification result;
  for (const auto& record : records) {
    if (record.outcome != Outcome::Completed || record.decision.bits != 32) continue;
    const int exit = record.decision.exit;
    Activation activation = device.prepare(samples.frames.at(static_cast<std::size_t>(record.frame)));
    device.runLayers(exit, 0, record.decision.partition, activation);
    activation = NetworkRuntime::toFloat(activation);
    edge.runLayers(exit, record.decision.partition, edge.network().pathLength(exit), activation);
    ++result.checked;
    result.mismatches += argmax(activation.values()) == record.prediction ? 0 : 1;
  }
  return result;
}

}  // namespace cleave::cli
