// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runs/run_file.h"

#include <array>
#include <fstream>

#include "core/types/error.h"

namespace cleave {
namespace {

bool isZip(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::array<char, 2> begins{};
  return in.read(begins.data(), begins.size()) && begins[0] == 'P' && begins[1] == 'K';
}

}  // namespace

bool namesRunBundle(const std::filesystem::path& file) {
  return file.extension() == kRunBundleEnding;
}

SavedRun openRun(const std::filesystem::path& file, const RunProgress& progress, const std::stop_token& stop) {
  // A damaged bundle is to be told as one.
  if (isZip(file) || (namesRunBundle(file) && std::filesystem::exists(file))) {
    return readRunBundle(file, progress, stop);
  }
  SavedRun run;
  RunFrame frame = readJournal(
      file, [&](RequestRecord&& record) { run.table.add(record); }, progress, stop);
  run.header = std::move(frame.header);
  run.changes = std::move(frame.changes);
  run.truncated = frame.truncated;
  const auto policies = static_cast<int>(run.policies().size());
  for (int& policy : run.table.policy) {  // a change that was cut away
    if (policy >= policies || policy < 0) policy = -1;
  }
  return run;
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
  std::ifstream in(file, std::ios::binary);
  if (!in) throw Error(file.string() + " cannot be opened: check that it exists and is readable.");
  std::string line;
  std::getline(in, line);
  RunManifest manifest;
  manifest.header = runHeaderFromJson(line, file.string());
  manifest.policies = {manifest.header.policy};
  return manifest;
}

void packJournal(const std::filesystem::path& journal, const std::filesystem::path& bundle, const RunProgress& progress,
                 const std::stop_token& stop) {
  constexpr double kThird = 1.0 / 3;
  const auto part = [&](int which) -> RunProgress {
    if (!progress) return {};
    return [&progress, which](double done) { progress(kThird * (which + done)); };
  };
  const SavedRun run = openRun(journal, part(0), stop);
  writeRunBundle(bundle, run, part(1), stop);
  if (!sameRun(run, readRunBundle(bundle, part(2), stop))) {
    throw Error(bundle.string() + " failed verification after writing, so " + journal.string() +
                " was kept: check the disk.");
  }
  std::filesystem::remove(journal);
}

}  // namespace cleave
