// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "app/runs/run_manifest.h"
#include "core/types/run_table.h"

namespace cleave {

/// A run that is over, opened.
struct SavedRun {
  RunHeader header;
  std::vector<RunChange> changes;
  RunTable table;
  bool truncated = false;  ///< the program was killed while it wrote a record, which was left out

  [[nodiscard]] std::vector<std::string> policies() const { return policiesOf(header, changes); }
};

using RunProgress = std::function<void(double done)>;  ///< 0..1, from the thread that called

// A run's bundle (*.cleaverun) is a zip of the files that run_files.h names. Other programs read it as it is; numbers
// are written so that they come back to the bit.

/// Written beside its place, synced, renamed. @throws Error when the place cannot be written, the run is too long, or
/// a record does not fit its network; Cancelled, and then nothing is left
void writeRunBundle(const std::filesystem::path& file, const SavedRun& run, const RunProgress& progress = {},
                    const std::stop_token& stop = {});

/// Both tables at once, each inflated on one thread and parsed on another. @throws Error with one sentence when the
/// file is missing, no bundle, damaged, of a newer version, or claims what cannot be; Cancelled
SavedRun readRunBundle(const std::filesystem::path& file, const RunProgress& progress = {},
                       const std::stop_token& stop = {});

/// The manifest alone: at once, whatever the run's length. @throws Error
RunManifest readRunManifest(const std::filesystem::path& file);

/// Whether both hold the same, to the bit.
bool sameRun(const SavedRun& a, const SavedRun& b);

}  // namespace cleave
