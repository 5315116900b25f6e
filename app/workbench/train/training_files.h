// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "ui/train/training_types.h"

namespace cleave::workbench {

/// Whole small file; empty where it cannot be read. @param most bytes, from its end
std::string endOf(const std::filesystem::path& file, std::size_t most);

/// The last line that cleave-cli said of its own end ("cleave-cli: ..."), without its name; empty where there is none.
std::string lastWord(const std::filesystem::path& log);

/// Progress, ETA, phase and latest value from the last lines of a metrics file; a partial line is left out. A policy's
/// latest value is its last judged return, or else the mean return of its last rounds.
void readProgress(const std::filesystem::path& metrics, ui::TrainingInfo& info);

/// Results, early policies and checkpoints in a training's folder, the newest first.
std::vector<ui::TrainingFile> filesIn(const std::filesystem::path& folder);

}  // namespace cleave::workbench
