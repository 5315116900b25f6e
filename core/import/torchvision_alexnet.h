// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/model/model.h"

namespace cleave {

/// Turns a state dict of torchvision.models.alexnet (see TorchFile) into a model of one exit, resources/networks/
/// alexnet-torchvision.json: conv1 to conv5, fc6 to fc8, frames of 224 x 224 with ImageNet's mean and deviation. The
/// pool before the classifier is the identity at that size and is left out.
/// The model has no quantization ranges, because none can be known without images: until calibrate() has filled
/// them in, every decision with fewer than 32 bits is refused (but for the frame itself).
/// @param classes one name per score; empty: "class 0" and so on, as many as the last layer has
/// @param type of the weights in the model: float32 keeps them as they are (244 MB with 1,000 classes)
/// @param report (done, total) layers
/// @throws Error when the file is none of that network; UsageError when `classes` does not fit; Cancelled
Model importTorchvisionAlexnet(const std::filesystem::path& file, const std::vector<std::string>& classes,
                               TensorType type, const std::function<void(int, int)>& report,
                               const std::stop_token& stop);

}  // namespace cleave
