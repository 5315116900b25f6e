// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "app/runs/run_bundle.h"

namespace cleave {

/// Opens a run as earlier versions recorded it: a line of JSON for the header, then one a request and one a change of
/// settings. The last line may have been cut by a kill and is left out then.
/// @throws Error when the file is missing or no run; Cancelled
SavedRun readJsonLinesRun(const std::filesystem::path& file, const RunProgress& progress = {},
                          const std::stop_token& stop = {});

/// The header alone. @throws Error
RunHeader readJsonLinesHeader(const std::filesystem::path& file);

}  // namespace cleave
