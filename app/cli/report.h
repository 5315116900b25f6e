// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "app/experiment/run_journal.h"

namespace cleave::cli {

/// Writes a run's figures (PDF and PNG), the CSV behind each, requests.csv and summary.txt into a folder.
/// @throws Error when the run is empty or the folder cannot be written
void writeReport(const Run& run, const std::filesystem::path& folder);

}  // namespace cleave::cli
