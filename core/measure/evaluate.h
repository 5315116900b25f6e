// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <stop_token>
#include <vector>

#include "core/data/dataset.h"
#include "core/network/make_frame.h"
#include "core/network/network_runtime.h"

namespace cleave {

/// Runs all exits of one frame, the shared trunk once, and calls visit(exit, layer, activation) with the output of
/// every layer: `layer` is 1..L(exit) as a partition counts them, and trunk layers are visited only for the first exit
/// that runs them.
void visitLayers(const NetworkRuntime& runtime, std::span<const std::uint8_t> frame,
                 const std::function<void(int exit, int layer, const Activation&)>& visit);

/// Accuracy of every exit, whole network, no quantization.
/// @param samples the first so many images of the set
/// @param report (done, total), often
/// @param classOf the model's class of each label (matchClasses); empty: labels are the model's
std::vector<ExitAccuracy> evaluateExits(const NetworkRuntime& runtime, const ImageSet& images, int samples,
                                        const std::function<void(int, int)>& report, const std::stop_token& stop,
                                        const std::vector<int>& classOf = {});

/// The class that the model should find in one image. @param classOf as above
int expectedClass(const ImageSet& images, int index, const std::vector<int>& classOf);

}  // namespace cleave
