// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <stop_token>

#include "app/runs/run_bundle.h"

namespace cleave {

// A run's folder: what RunJournal writes, read while it is written, after a kill, or when its run is over.

bool isRunFolder(const std::filesystem::path& path);

/// @throws Error when a file is missing or damaged; Cancelled
SavedRun readRunFolder(const std::filesystem::path& folder, const RunProgress& progress = {},
                       const std::stop_token& stop = {});

/// The header alone. @throws Error
RunHeader readRunFolderHeader(const std::filesystem::path& folder);

/// Makes a bundle of the folder's files as they are, and compares both. The folder stays.
/// @throws Error when the bundle cannot be written, or is not the same; Cancelled
void zipRunFolder(const std::filesystem::path& folder, const std::filesystem::path& bundle,
                  const RunProgress& progress = {}, const std::stop_token& stop = {});

}  // namespace cleave
