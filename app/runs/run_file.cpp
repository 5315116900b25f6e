// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runs/run_file.h"

#include <array>
#include <fstream>

#include "app/runs/json_lines_run.h"
#include "app/runs/run_files.h"
#include "app/runs/run_folder.h"
#include "app/runs/run_journal.h"
#include "core/types/error.h"

namespace cleave {
namespace {

bool isZip(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::array<char, 2> begins{};
  return in.read(begins.data(), begins.size()) && begins[0] == 'P' && begins[1] == 'K';
}

/// Whoever chooses a file and not a folder points at the folder's header.
std::filesystem::path folderOf(const std::filesystem::path& file) {
  return file.filename() == kHeaderFile ? file.parent_path() : file;
}

}  // namespace

bool namesRunBundle(const std::filesystem::path& file) {
  return file.extension() == kRunBundleEnding;
}

bool isRecording(const std::filesystem::path& file) {
  std::error_code ignored;
  return std::filesystem::exists(folderOf(file) / kHeaderFile, ignored);
}

SavedRun openRun(const std::filesystem::path& file, const RunProgress& progress, const std::stop_token& stop) {
  if (const auto folder = folderOf(file); isRunFolder(folder)) return readRunFolder(folder, progress, stop);
  // A damaged bundle is to be told as one.
  if (isZip(file) || (namesRunBundle(file) && std::filesystem::exists(file))) {
    return readRunBundle(file, progress, stop);
  }
  return readJsonLinesRun(file, progress, stop);
}

Run readAnyRun(const std::filesystem::path& file) {
  SavedRun saved = openRun(file);
  Run run{std::move(saved.header), {}, saved.truncated, std::move(saved.changes)};
  run.records.reserve(saved.table.size());
  for (std::size_t row = 0; row < saved.table.size(); ++row) run.records.push_back(saved.table.record(row));
  return run;
}

RunManifest describeRun(const std::filesystem::path& file) {
  if (isZip(file)) return readRunManifest(file);
  const auto folder = folderOf(file);
  RunManifest manifest;
  manifest.header = isRunFolder(folder) ? readRunFolderHeader(folder) : readJsonLinesHeader(file);
  manifest.policies = {manifest.header.policy};
  return manifest;
}

void packJournal(const std::filesystem::path& journal, const std::filesystem::path& bundle, const RunProgress& progress,
                 const std::stop_token& stop) {
  if (isRunFolder(journal)) {
    zipRunFolder(journal, bundle, progress, stop);
    return removeJournal(journal);
  }
  constexpr double kThird = 1.0 / 3;
  const auto part = [&](int which) -> RunProgress {
    if (!progress) return {};
    return [&progress, which](double done) { progress(kThird * (which + done)); };
  };
  const SavedRun run = readJsonLinesRun(journal, part(0), stop);
  writeRunBundle(bundle, run, part(1), stop);
  if (!sameRun(run, readRunBundle(bundle, part(2), stop))) {
    throw Error(bundle.string() + " failed verification after writing, so " + journal.string() +
                " was kept: check the disk.");
  }
  std::filesystem::remove(journal);
}

}  // namespace cleave
