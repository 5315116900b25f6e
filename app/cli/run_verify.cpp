// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/run_verify.h"

#include "core/network/network_runtime.h"

namespace cleave::cli {

Verification verifyRecords(const Model& model, const SampleSet& samples, const std::vector<RequestRecord>& records) {
  const NetworkRuntime runtime(model);
  Verification result;
  for (const auto& record : records) {
    if (record.outcome != Outcome::Completed || record.decision.bits != 32) continue;
    Activation activation = runtime.prepare(samples.frames.at(static_cast<std::size_t>(record.frame)));
    const int exit = record.decision.exit;
    runtime.runLayers(exit, 0, runtime.network().pathLength(exit), activation);
    ++result.checked;
    result.mismatches += argmax(activation.values()) == record.prediction ? 0 : 1;
  }
  return result;
}

}  // namespace cleave::cli
