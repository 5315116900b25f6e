// SPDX-License-Identifier: GPL-3.0-or-later
#include <unistd.h>

#include <ctime>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/bench.h"
#include "app/experiment/run_journal.h"
#include "app/runs/run_file.h"
#include "core/model/architectures.h"
#include "core/plain/error.h"
#include "core/plain/random.h"

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

double unit(SplitMix& random) {
  return 0x1p-53 * static_cast<double>(random.next() >> 11);
}

/// A request with as many digits as a real one has.
RequestRecord madeUp(const NetworkDescription& network, std::uint64_t id, SplitMix& random) {
  const auto ms = [&](double around) { return around * (0.5 + unit(random)); };
  RequestRecord record;
  record.id = id;
  record.startS = 0.1 * static_cast<double>(id) + 0.01 * unit(random);
  record.frame = static_cast<int>(id % 256);
  record.decision.exit = 1 + static_cast<int>(unit(random) * network.exitCount());
  const int length = network.pathLength(record.decision.exit);
  record.decision.partition = static_cast<int>(unit(random) * (length + 1));
  record.decision.bits = record.decision.partition == length ? 32 : 4;
  record.policy = 0;
  record.targetMs = 100;
  for (int i = 0; i < length; ++i) record.layerMs.push_back(static_cast<float>(ms(3)));
  record.queueMs = ms(0.2);
  record.prepareMs = ms(1);
  record.quantizeMs = ms(0.3);
  if (record.decision.partition < length) {
    record.transmitMs = ms(30);
    record.dequantizeMs = ms(0.2);
    record.rttMs = ms(5);
    record.returnMs = record.rttMs / 2;
    record.payloadBytes = static_cast<std::uint64_t>(ms(20'000));
    record.bandwidthMbps = ms(10);
  }
  record.totalMs = record.deviceMs() + record.linkMs() + record.edgeMs();
  record.estimateMbps = ms(10);
  record.linkMbps = ms(10);
  record.tcpRttMs = ms(0.1);
  record.prediction = static_cast<int>(unit(random) * 10);
  record.label = static_cast<int>(unit(random) * 10);
  record.confidence = static_cast<float>(unit(random));
  record.reward = record.correct() ? 1 : 0;
  record.deviceCpu = record.edgeCpu = unit(random);
  record.deviceTemperatureC = 55.3;
  record.deviceMhz = 1500;
  roundToClock(record);
  return record;
}

SavedRun madeUpRun(const Options& options, std::uint64_t seed) {
  SavedRun run;
  run.header.model = "made up";
  run.header.policy = "greedy-safe";
  run.header.version = CLEAVE_VERSION;
  run.header.network = loadArchitecture("alexnet", 10);
  run.table.reserve(options.requests);
  SplitMix random(seed, 0);
  for (std::uint64_t id = 0; id < options.requests; ++id) run.table.add(madeUp(run.header.network, id, random));
  return run;
}

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
  const SavedRun run = madeUpRun(options, context.seed);
  const double writeS = secondsOf([&] { writeRunBundle(file, run, {}, context.stop); });
  std::vector<double> opened;
  std::vector<double> busy;
  for (int round = 0; round < options.rounds; ++round) {
    std::size_t rows = 0;
    const std::clock_t before = std::clock();
    opened.push_back(secondsOf([&] { rows = readRunBundle(file, {}, context.stop).table.size(); }));
    busy.push_back(cpuSince(before));
    if (rows != options.requests) throw Error("The bundle lost requests on its way.");
  }
  nlohmann::ordered_json json{{"requests", options.requests},
                              {"open_s", median(opened)},
                              {"open_cpu_s", median(busy)},  // of both threads, whatever else the machine does
                              {"write_s", writeS},
                              {"bytes", std::filesystem::file_size(file)}};
  if (options.journal) {
    const std::filesystem::path journal = scratch.path / "run.jsonl";
    writeJournal(run, journal);
    const std::clock_t before = std::clock();
    json["journal_open_s"] = secondsOf([&] {
      if (openRun(journal).table.size() != options.requests) throw Error("The journal lost requests on its way.");
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
      "%zu requests: opened in %.2f s (median of %d; %.2f s of both threads' work), written in %.2f s, %.1f MB",
      options.requests, median(opened), options.rounds, median(busy), writeS,
      1e-6 * static_cast<double>(std::filesystem::file_size(file)));
  printLine(text);
  if (options.journal) {
    std::snprintf(text, sizeof text, "their journal: opened in %.2f s", json["journal_open_s"].get<double>());
    printLine(text);
  }
  return 0;
}

}  // namespace

void addBenchRuns(CLI::App& bench, Context& context) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = addCommand(bench, context, "runs", "a made-up run's bundle: written, and opened again",
                                 [&context, options] { return benchRuns(context, *options); });
  command->add_option("--requests", options->requests, "of the run")
      ->check(CLI::Range(std::size_t{1}, static_cast<std::size_t>(RunManifest::kMaxRequests)))
      ->capture_default_str();
  command->add_option("--rounds", options->rounds, "how often it is opened")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  command->add_flag("--journal", options->journal, "time the run's journal as well");
}

}  // namespace cleave::cli
