// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <string>

#include "app/cli/options.h"
#include "core/data/dataset.h"
#include "core/model/manifest.h"

namespace cleave::cli {

/// --dataset and --data, for commands that take a model.
void addDataOptions(const Command& command, std::string& dataset, std::string& data);

/// The data set that a model was trained on, or the one that the user named instead.
Dataset loadDatasetFor(const Manifest& manifest, const std::string& name, const std::string& folder, Split split,
                       const std::stop_token& stop);

}  // namespace cleave::cli
