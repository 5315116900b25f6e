// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <stop_token>

#include "app/runs/run_bundle.h"

namespace cleave {

inline constexpr const char* kRunBundleEnding = ".cleaverun";

/// Whether the name asks for a bundle, and not for a folder.
bool namesRunBundle(const std::filesystem::path& file);

/// Whether it is the folder that a run is recorded to, or the run.json in it.
bool isRecording(const std::filesystem::path& file);

/// A bundle, a run's folder or the run.json in it, or a journal of an older version, told apart by their content.
/// @throws Error; Cancelled
SavedRun openRun(const std::filesystem::path& file, const RunProgress& progress = {}, const std::stop_token& stop = {});

struct Run {
  RunHeader header;
  std::vector<RequestRecord> records;
  bool truncated = false;  ///< as in SavedRun
  std::vector<RunChange> changes = {};
};

/// The same as records, for what takes them one by one. @throws Error
Run readAnyRun(const std::filesystem::path& file);

/// What a list shows of any. Only a bundle has counts: those of the others are 0. @throws Error
RunManifest describeRun(const std::filesystem::path& file);

/// Makes a bundle of a folder, or of an older version's journal, whose run is over, reads it back, and only when it
/// holds the same removes the journal.
/// @throws Error, and the journal stays; Cancelled
void packJournal(const std::filesystem::path& journal, const std::filesystem::path& bundle,
                 const RunProgress& progress = {}, const std::stop_token& stop = {});

}  // namespace cleave
