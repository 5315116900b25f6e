// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <vector>

#include "app/sweep/sweep_table.h"

namespace cleave::cli {

/// Writes scores.pdf, .png and .csv: every entrant's normalised score with its interval, by conditions.
/// @returns whether there is any score to draw
/// @throws Error when the folder cannot be written
bool writeSweepFigure(const std::vector<SweepRow>& rows, const std::filesystem::path& folder);

}  // namespace cleave::cli
