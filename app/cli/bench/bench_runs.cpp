// SPDX-License-Identifier: GPL-3.0-or-later
#include <unistd.h>

#include <cstdio>
#include <ctime>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/bench/bench.h"
#include "app/cli/bench/synthetic_run.h"
#include "app/runs/run_file.h"
#include "app/runs/run_journal.h"
#include "core/types/error.h"

namespace cleave::cli {
namespace {

struct Options {
  std::size_t requests = 1'000'000;
  int rounds = 3;
  bool journal = false;
};

/// A folder that goes with all that is in it.
struct Scratch {
  std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("cleave-bench-runs-" + std::to_string(::getpid()));
  Scratch() { std::filesystem::create_directories(path); }
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
};

void writeJournal(const SavedRun& run, const std::filesystem::path& file) {
  RunJournal journal(file);
  journal.begin(run.header);
  for (std::size_t row = 0; row < run.table.size(); ++row) journal.add(run.table.record(row));
}

/// Of all threads: what others do on the machine is not in it.
double cpuSince(std::clock_t before) {
  return static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC;
}

int benchRuns(const Context& context, const Options& options) {
  const Scratch scratch;
  const std::filesystem::path file = scratch.path / "run.cleaverun";
  const SavedRun run = syntheticRun(options.requests, context.seed);
  const double writeS = secondsOf([&] { writeRunBundle(file, run, {}, context.stop); });
  std::vector<double> opened;
  std::vector<double> busy;
  for (int round = 0; round < options.rounds; ++round) {
    std::size_t rows = 0;
    const std::clock_t before = std::clock();
    opened.push_back(secondsOf([&] { rows = readRunBundle(file, {}, context.stop).table.size(); }));
    busy.push_back(cpuSince(before));
    if (rows != options.requests) throw Error("The bundle is missing requests after reading it back.");
  }
  nlohmann::ordered_json json{{"requests", options.requests},
                              {"open_s", median(opened)},
                              {"open_cpu_s", median(busy)},  // of both threads, whatever else the machine does
                              {"write_s", writeS},
                              {"bytes", std::filesystem::file_size(file)}};
  if (options.journal) {
    const std::filesystem::path journal = scratch.path / "run";
    writeJournal(run, journal);
    const std::clock_t before = std::clock();
    json["journal_open_s"] = secondsOf([&] {
      if (openRun(journal).table.size() != options.requests)
        throw Error("The journal is missing requests after reading it back.");
    });
    json["journal_open_cpu_s"] = cpuSince(before);
  }
  if (context.json) {
    printLine(json.dump());
    return 0;
  }
  char text[200];
  std::snprintf(
      text, sizeof text,
      "%zu requests: opened in %.2f s (median of %d; %.2f s CPU time in two threads), written in %.2f s, %.1f MB",
      options.requests, median(opened), options.rounds, median(busy), writeS,
      1e-6 * static_cast<double>(std::filesystem::file_size(file)));
  printLine(text);
  if (options.journal) {
    std::snprintf(text, sizeof text, "folder of the same run: opened in %.2f s", json["journal_open_s"].get<double>());
    printLine(text);
  }
  return 0;
}

}  // namespace

void addBenchRuns(const Command& bench, Context& context) {
  const auto options = std::make_shared<Options>();
  const Command command = addCommand(bench, context, "runs", "writing and opening the bundle of a synthetic run",
                                     [&context, options] { return benchRuns(context, *options); });
  command.addOption("--requests", options->requests, "number of requests in the run")
      .range(std::size_t{1}, static_cast<std::size_t>(RunManifest::kMaxRequests))
      .showDefault();
  command.addOption("--rounds", options->rounds, "number of times to open it").range(1, 1000).showDefault();
  command.addFlag("--journal", options->journal, "also measure the folder that it is recorded to");
}

}  // namespace cleave::cli
