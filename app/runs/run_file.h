// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <stop_token>

#include "app/runs/run_bundle.h"
#include "app/runs/run_journal.h"

namespace cleave {

inline constexpr const char* kRunBundleEnding = ".cleaverun";

/// Whether the name asks for a bundle, and not for a journal.
bool namesRunBundle(const std::filesystem::path& file);

/// A bundle or a journal, told apart by their content. @throws Error; Cancelled
SavedRun openRun(const std::filesystem::path& file, const RunProgress& progress = {}, const std::stop_token& stop = {});

/// The same as records, for what takes them one by one. @throws Error
Run readAnyRun(const std::filesystem::path& file);

/// What a list shows of either. Of a journal the header alone is read: its counts are 0. @throws Error
RunManifest describeRun(const std::filesystem::path& file);

/// Makes a bundle of a journal whose run is over, reads it back, and only when it holds the same removes the journal.
/// @throws Error, and the journal stays; Cancelled
void packJournal(const std::filesystem::path& journal, const std::filesystem::path& bundle,
                 const RunProgress& progress = {}, const std::stop_token& stop = {});

}  // namespace cleave
