// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runs/run_bundle.h"

#include <algorithm>
#include <bit>
#include <new>

#include "app/runs/changes_csv.h"
#include "app/runs/layers_csv.h"
#include "app/runs/requests_csv.h"
#include "app/runs/run_files.h"
#include "app/runs/run_tables.h"
#include "app/runs/zip_reader.h"
#include "app/runs/zip_writer.h"
#include "core/types/error.h"

namespace cleave {
namespace {

// What one line may come to at most. More than any that is written, and what a member may claim is held against it.
constexpr std::uint64_t kRequestBytes = 4096;
constexpr std::uint64_t kLayerBytes = 32;
constexpr std::uint64_t kHeadBytes = 64 * 1024;
constexpr std::uint64_t kMaxText = 4 << 20;

constexpr std::size_t kPiece = 256 * 1024;
constexpr double kShareOfRequests = 0.75;  // of the time that writing takes

/// Writes one member, row by row.
template <class AppendRow>
void writeRows(ZipWriter& zip, const char* entry, std::string text, std::size_t rows, const AppendRow& append,
               const RunProgress& progress, const std::stop_token& stop) {
  zip.begin(entry);
  for (std::size_t row = 0; row < rows; ++row) {
    append(text, row);
    if (text.size() < kPiece) continue;
    zip.write(text);
    text.clear();
    if (stop.stop_requested()) throw Cancelled();
    if (progress) progress(static_cast<double>(row) / static_cast<double>(rows));
  }
  zip.write(text);
  zip.end();
}

RunManifest manifestIn(ZipReader& zip, const std::string& name) {
  return runManifestFromJson(zip.text(kManifestFile, kMaxText), name);
}

}  // namespace

void writeRunBundle(const std::filesystem::path& file, const SavedRun& run, const RunProgress& progress,
                    const std::stop_token& stop) {
  const RunTable& table = run.table;
  if (table.size() > RunManifest::kMaxRequests) {
    throw Error("The run has " + std::to_string(table.size()) + " requests, but a bundle can hold at most " +
                std::to_string(RunManifest::kMaxRequests) + ": keep its folder.");
  }
  const auto policies = run.policies();
  const LayersCsv layers(run.header.network);
  const auto part = [&](double from, double share) -> RunProgress {
    if (!progress) return {};
    return [&progress, from, share](double done) { progress(from + share * done); };
  };
  ZipWriter zip(file);
  zip.add(kManifestFile, toJson(manifestOf(run.header, policies, table, run.truncated)));
  if (!run.header.scenarioText.empty()) zip.add(kScenarioFile, run.header.scenarioText);
  zip.add(kChangesFile, changesCsv(run.changes));
  std::string head;
  appendRequestsHeader(head);
  const auto request = [&](std::string& csv, std::size_t row) { appendRequest(csv, table.record(row), policies); };
  writeRows(zip, kRequestsFile, head, table.size(), request, part(0, kShareOfRequests), stop);
  head.clear();
  layers.appendHeader(head);
  const auto ofLayers = [&](std::string& csv, std::size_t row) { layers.append(csv, table.record(row)); };
  writeRows(zip, kLayersFile, head, table.size(), ofLayers, part(kShareOfRequests, 1 - kShareOfRequests), stop);
  zip.finish();
  if (progress) progress(1);
}

SavedRun readRunBundle(const std::filesystem::path& file, const RunProgress& progress, const std::stop_token& stop) {
  try {
    ZipReader zip(file);
    RunManifest manifest = manifestIn(zip, file.string());
    SavedRun run;
    const auto requests = static_cast<std::size_t>(manifest.requests);
    const std::size_t columns = LayersCsv(manifest.header.network).columns();
    const auto open = [&](const char* table) {
      const bool layers = std::string_view(table) == kLayersFile;
      auto member = std::make_unique<ZipReader>(file);
      member->open(table, layers ? 4 * kHeadBytes + requests * (columns + 1) * kLayerBytes
                                 : kHeadBytes + requests * kRequestBytes);
      return member;
    };
    readTables({file.string() + ": ", open}, manifest.header.network, requests, manifest.policies, run.table, progress,
               stop);
    if (manifest.hasZeros) forgetZeros(run.table);
    run.changes = changesFromCsv(zip.text(kChangesFile, kMaxText), file.string() + ": " + kChangesFile);
    run.truncated = manifest.truncated;
    run.header = std::move(manifest.header);
    if (manifest.hasScenario) run.header.scenarioText = zip.text(kScenarioFile, kMaxText);
    if (run.policies() != manifest.policies) {
      throw Error(file.string() +
                  " has different policies in its manifest and its changes: restore the file from a copy.");
    }
    return run;
  } catch (const std::bad_alloc&) {
    throw Error(file.string() + " does not fit into this machine's memory: open it on a machine with more memory.");
  }
}

RunManifest readRunManifest(const std::filesystem::path& file) {
  ZipReader zip(file);
  return manifestIn(zip, file.string());
}

bool sameRun(const SavedRun& a, const SavedRun& b) {
  const auto same = [](const auto& left, const auto& right) {
    using Number = typename std::remove_cvref_t<decltype(left)>::value_type;
    if constexpr (std::is_same_v<Number, double>) {  // NaN is the same as NaN here
      return std::ranges::equal(
          left, right, {}, [](double x) { return std::bit_cast<std::uint64_t>(x); },
          [](double x) { return std::bit_cast<std::uint64_t>(x); });
    } else {
      return left == right;
    }
  };
  bool all = a.truncated == b.truncated && a.changes == b.changes && toJson(a.header) == toJson(b.header);
  visitNumberColumns([&](const char*, auto, auto column) { all = all && same(a.table.*column, b.table.*column); });
  return all && a.table.decision == b.table.decision && a.table.policy == b.table.policy &&
         a.table.outcome == b.table.outcome && a.table.error == b.table.error && a.table.layerMs == b.table.layerMs &&
         a.table.layersEnd == b.table.layersEnd;
}

}  // namespace cleave
