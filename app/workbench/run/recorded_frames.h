// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <stop_token>
#include <string>

#include "app/experiment/sample_set.h"
#include "app/runs/run_bundle.h"
#include "core/model/manifest.h"

namespace cleave::workbench {

/// The images that a recorded run saw. A run does not keep them: they are drawn anew by its seed, and compared with the
/// labels that it recorded.
/// @param model the one that is open @param dataFolder of its data set; empty: its usual place
/// @returns nullptr when they cannot be known: another model ran, or the labels are not theirs
/// @throws Error when the data set is missing; Cancelled
std::shared_ptr<const SampleSet> recordedFrames(const SavedRun& run, const Manifest& model,
                                                const std::string& dataFolder, const std::stop_token& stop = {});

}  // namespace cleave::workbench
