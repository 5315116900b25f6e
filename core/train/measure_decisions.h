// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <stop_token>
#include <vector>

#include "core/data/dataset.h"
#include "core/network/network_runtime.h"

namespace cleave {

/// Accuracy of every decision, by index in the model's DecisionSpace, on the first `samples` images. Activations are
/// shared: each (partition, bits) runs the rest of the trunk once for all exits behind it.
/// @param manifest the runtime's own, with calibrated ranges
/// @param classOf as evaluateExits takes it
std::vector<ExitAccuracy> measureDecisions(const NetworkRuntime& runtime, const Manifest& manifest,
                                           const ImageSet& images, int samples,
                                           const std::function<void(int, int)>& report, const std::stop_token& stop,
                                           const std::vector<int>& classOf = {});

}  // namespace cleave
