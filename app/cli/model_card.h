// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/model/model.h"
#include "core/train/trainer.h"

namespace cleave::cli {

/// The bundle's card in Markdown: what the model is, how it was made, how good each exit is.
std::string modelCard(const Model& model, const TrainOptions& options, const std::string& device, int trainImages);

}  // namespace cleave::cli
