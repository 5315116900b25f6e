// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runs/run_folder.h"

#include <algorithm>
#include <new>
#include <vector>

#include "app/runs/changes_csv.h"
#include "app/runs/file_source.h"
#include "app/runs/run_files.h"
#include "app/runs/run_tables.h"
#include "app/runs/zip_reader.h"
#include "app/runs/zip_writer.h"
#include "core/types/error.h"

namespace cleave {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMaxText = 4 << 20;
constexpr std::size_t kPiece = 256 * 1024;

struct Opened {
  SavedRun run;
  TablesRead tables;
};

Opened open(const fs::path& folder, const RunProgress& progress, const std::stop_token& stop) {
  try {
    Opened opened;
    SavedRun& run = opened.run;
    run.header = readRunFolderHeader(folder);
    if (fs::exists(folder / kScenarioFile)) run.header.scenarioText = FileSource(folder / kScenarioFile).text(kMaxText);
    bool cutChange = false;
    run.changes =
        changesFromCsv(FileSource(folder / kChangesFile).text(kMaxText), (folder / kChangesFile).string(), &cutChange);
    const TableSources sources{(folder / "").string(),
                               [&](const char* table) { return std::make_unique<FileSource>(folder / table); }};
    opened.tables = readTables(sources, run.header.network, {}, run.policies(), run.table, progress, stop);
    run.truncated = cutChange || opened.tables.cut;
    return opened;
  } catch (const std::bad_alloc&) {
    throw Error(folder.string() + " does not fit into this machine's memory: open it on a machine with more memory.");
  }
}

/// How long the header and the first `rows` are, none of which holds a newline.
std::uint64_t bytesOfRows(const fs::path& file, std::size_t rows) {
  FileSource source(file);
  std::vector<char> piece(kPiece);
  std::uint64_t bytes = 0;
  std::size_t left = rows + 1;
  while (const std::size_t got = source.read(piece.data(), piece.size())) {
    const auto end = piece.begin() + static_cast<std::ptrdiff_t>(got);
    for (auto at = piece.begin(); (at = std::find(at, end, '\n')) != end;) {
      ++at;
      if (--left == 0) return bytes + static_cast<std::uint64_t>(at - piece.begin());
    }
    bytes += got;
  }
  return bytes;
}

struct Member {
  const char* name;
  std::uint64_t bytes;
};

/// The members that are the folder's files.
std::vector<Member> membersOf(const fs::path& folder, const Opened& opened) {
  const std::size_t rows = opened.run.table.size();
  std::vector<Member> members{{kRequestsFile, opened.tables.requestBytes},
                              {kLayersFile, bytesOfRows(folder / kLayersFile, rows)}};
  if (fs::exists(folder / kDecisionsFile)) {
    members.push_back({kDecisionsFile, bytesOfRows(folder / kDecisionsFile, rows)});
  }
  return members;
}

/// Hands every piece of a file to `take`.
template <class Take>
void eachPiece(const fs::path& folder, const Member& member, const std::stop_token& stop, const Take& take) {
  FileSource source(folder / member.name, member.bytes);
  std::vector<char> piece(kPiece);
  while (const std::size_t got = source.read(piece.data(), piece.size())) {
    if (stop.stop_requested()) throw Cancelled();
    take(std::string_view(piece.data(), got));
  }
}

bool isInBundle(const fs::path& folder, const Member& member, ZipReader& zip, const std::stop_token& stop) {
  zip.open(member.name, member.bytes);
  bool same = zip.bytes() == member.bytes;
  std::vector<char> piece(kPiece);
  eachPiece(folder, member, stop, [&](std::string_view wanted) {
    while (same && !wanted.empty()) {
      const std::size_t got = zip.read(piece.data(), std::min(piece.size(), wanted.size()));
      same = got > 0 && wanted.starts_with(std::string_view(piece.data(), got));
      wanted.remove_prefix(std::min(got, wanted.size()));
    }
  });
  return same && zip.read(piece.data(), 1) == 0;  // compares the checksum
}

}  // namespace

bool isRunFolder(const fs::path& path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored);
}

SavedRun readRunFolder(const fs::path& folder, const RunProgress& progress, const std::stop_token& stop) {
  return std::move(open(folder, progress, stop).run);
}

RunHeader readRunFolderHeader(const fs::path& folder) {
  if (!fs::exists(folder / kHeaderFile)) {
    throw Error(folder.string() + " is not a recorded run: it does not contain " + kHeaderFile +
                "; choose another folder.");
  }
  return runHeaderFromJson(FileSource(folder / kHeaderFile).text(kMaxText), (folder / kHeaderFile).string());
}

void zipRunFolder(const fs::path& folder, const fs::path& bundle, const RunProgress& progress,
                  const std::stop_token& stop) {
  constexpr double kThird = 1.0 / 3;
  const auto part = [&](int which) -> RunProgress {
    if (!progress) return {};
    return [&progress, which](double done) { progress(kThird * (which + done)); };
  };
  const Opened opened = open(folder, part(0), stop);
  const SavedRun& run = opened.run;
  if (opened.tables.requestsWithoutLayers) return writeRunBundle(bundle, run, part(1), stop);
  const auto members = membersOf(folder, opened);
  ZipWriter zip(bundle);
  zip.add(kManifestFile, toJson(manifestOf(run.header, run.policies(), run.table, run.truncated)));
  if (!run.header.scenarioText.empty()) zip.add(kScenarioFile, run.header.scenarioText);
  zip.add(kChangesFile, changesCsv(run.changes));
  for (const Member& member : members) {
    zip.begin(member.name);
    eachPiece(folder, member, stop, [&](std::string_view piece) { zip.write(piece); });
    zip.end();
  }
  zip.finish();
  if (progress) progress(2 * kThird);
  ZipReader back(bundle);
  for (const Member& member : members) {
    if (!isInBundle(folder, member, back, stop)) {
      throw Error(bundle.string() + " failed verification after writing, so " + folder.string() +
                  " was kept: check the disk.");
    }
  }
  if (progress) progress(1);
}

}  // namespace cleave
