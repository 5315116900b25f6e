// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/model/model.h"
#include "core/train/trainer.h"

namespace cleave::cli {

/// The readable half of a bundle's card: what the model is and how it was trained.
std::string trainingCard(const Model& model, const TrainOptions& options, const std::string& device, int trainImages);

/// The card with its last section, "Measured", written anew from the manifest: accuracy by exit, and what quantization
/// costs and saves at every cut.
std::string withMeasurements(const std::string& card, const Manifest& manifest);

}  // namespace cleave::cli
