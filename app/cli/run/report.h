// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "app/runs/run_file.h"

namespace cleave::cli {

struct ReportFormats {
  bool pdf = true;
  bool svg = false;
  bool png = true;
};

/// Writes a run's figures, the CSV behind each, requests.csv and summary.txt into a folder.
/// @throws Error when the run is empty or the folder cannot be written
void writeReport(const Run& run, const std::filesystem::path& folder, ReportFormats formats = {});

}  // namespace cleave::cli
