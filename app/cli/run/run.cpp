// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <exception>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "app/cli/progress.h"
#include "app/cli/run/run_verify.h"
#include "app/common/find_model.h"
#include "app/experiment/experiment.h"
#include "app/runs/run_file.h"
#include "app/runs/run_summary.h"
#include "core/bundle/bundle.h"
#include "core/network/network_runtime.h"
#include "core/types/error.h"
#include "core/types/request_json.h"
#ifdef CLEAVE_WITH_FIGURES
#include "app/cli/run/report.h"
#endif

namespace cleave::cli {
namespace {

struct Options {
  std::string model;
  ExperimentOptions experiment;
  std::string out;
  std::string report;
  std::string precision = "float32";
  std::string scenario;
  std::string trace;
  bool verify = false;
  int threads = 1;
};

/// Gathers what the experiment tells and shows it: records as JSON lines, or a progress line.
class Reporter {
 public:
  Reporter(bool json, std::uint64_t requests) : json_(json), requests_(requests) {}

  ExperimentEvents events() {
    return {.phase = [this](const std::string& what, double done, double etaS) { line_.show(what, done, etaS); },
            .started =
                [this](const RunHeader& header, std::shared_ptr<const SampleSet> samples) {
                  run_.header = header;
                  samples_ = std::move(samples);
                },
            .record = [this](const RequestRecord& record) { add(record); },
            .changed = [this](const RunChange& change) { run_.changes.push_back(change); },
            .notice =
                [this](const std::string& sentence) {
                  line_.finish();
                  std::cerr << "cleave-cli: " << sentence << '\n';
                }};
  }
  void finish() { line_.finish(); }
  [[nodiscard]] const Run& run() const { return run_; }
  [[nodiscard]] const SampleSet& samples() const { return *samples_; }

 private:
  void add(const RequestRecord& record) {
    run_.records.push_back(record);
    run_.records.back().probabilities = {};
    if (json_) printLine(toJson(record));
    if (record.outcome == Outcome::Failed) {
      line_.finish();
      std::cerr << "Request " << record.id << " failed: " << record.error << '\n';
    }
    if (requests_ > 0) {
      line_.show("Requests", static_cast<double>(run_.records.size()) / static_cast<double>(requests_));
    }
  }

  bool json_;
  std::uint64_t requests_;
  ProgressLine line_;
  Run run_;
  std::shared_ptr<const SampleSet> samples_;
};

/// @returns how many predictions differ from a whole run here; 0 unless verifying
int printSummary(const Context& context, const Options& options, const Model& model, const Reporter& reporter) {
  const RunSummary summary = summarise(reporter.run().records);
  nlohmann::ordered_json json = nlohmann::ordered_json::parse(toJson(summary));
  std::string text = toText(summary);
  int mismatches = 0;
  if (options.verify) {
    const Verification verification =
        verifyRecords(model, options.experiment.devicePrecision, reporter.samples(), reporter.run().records);
    mismatches = verification.mismatches;
    json["verified"] = verification.checked;
    json["mismatches"] = verification.mismatches;
    text += "verified    " + std::to_string(verification.checked) +
            " requests at 32 bits against local inference: " + std::to_string(verification.mismatches) + " differ\n";
  }
  if (context.json) {
    printLine(json.dump());
  } else {
    std::cout << text << std::flush;
  }
  return mismatches;
}

/// The folder that the run is recorded to: a bundle is made of it at its end.
std::filesystem::path journalFor(const std::string& out) {
  return namesRunBundle(out) ? out + ".recording" : out;
}

/// Makes the bundle that was asked for. What was recorded stays where it is when that fails.
void pack(const Options& options, const std::stop_token& stop) {
  if (!namesRunBundle(options.out)) return;
  const std::filesystem::path journal = journalFor(options.out);
  ProgressLine line;
  packJournal(
      journal, options.out, [&](double done) { line.show("Packing", done); }, stop);
  line.finish();
  std::cerr << "Wrote " << options.out << ".\n";
}

int run(const Context& context, Options options) {
  const auto model = std::make_shared<const Model>(
      readBundle(options.model.empty() ? findDefaultModel() : std::filesystem::path(options.model)));
  setComputeThreads(options.threads);
  if (!options.out.empty()) options.experiment.journal = journalFor(options.out);
  options.experiment.seed = context.seed;
  auto& samples = options.experiment.samples;
  if (samples == 0) samples = defaultSampleCount(options.experiment.requests);
  options.experiment.devicePrecision = devicePrecisionFromText(options.precision);
  if (!options.scenario.empty()) {
    Scenario scenario = findScenario(options.scenario);
    if (!options.trace.empty()) scenario = withTrace(std::move(scenario), options.trace);
    options.experiment.scenario = LiveScenario::realise(scenario, context.seed);
  }
  Reporter reporter(context.json, options.experiment.requests);
  std::exception_ptr failure;
  try {
    Experiment(model, options.experiment).run(reporter.events(), context.stop);
  } catch (const Error&) {
    if (reporter.run().records.empty()) throw;
    failure = std::current_exception();  // what was measured until then is still told
  }
  reporter.finish();
  const int mismatches = printSummary(context, options, *model, reporter);
#ifdef CLEAVE_WITH_FIGURES
  if (!options.report.empty()) {
    writeReport(reporter.run(), options.report);
    std::cerr << "Wrote figures, tables and a summary to " << options.report << ".\n";
  }
#endif
  try {
    if (!options.out.empty()) pack(options, {});  // also after Ctrl-C: the run is over then
  } catch (const Error& error) {
    if (!failure) throw;
    std::cerr << "cleave-cli: " << error.what() << '\n';  // what ended the run comes last
  }
  if (failure) std::rethrow_exception(failure);
  const auto& records = reporter.run().records;
  return mismatches > 0 || std::ranges::any_of(records, [](const auto& r) { return r.outcome == Outcome::Failed; }) ? 1
                                                                                                                    : 0;
}

}  // namespace

void addRun(const Command& app, Context& context) {
  const auto options = std::make_shared<Options>();
  auto& experiment = options->experiment;
  experiment.requests = 100;
  experiment.samples = 0;
  const Command command =
      addCommand(app, context, "run", "run inference requests on an agent under a policy and record the results",
                 [&context, options] { return run(context, *options); });
  command.addOption("--agent", experiment.agent, "agent to connect to, HOST:PORT, or local: start one").showDefault();
  command.addOption("--model", options->model, "bundle, *.cleavemodel; default: the built-in model");
  command
      .addOption("--policy", experiment.settings.policy,
                 "policy: greedy, greedy-safe, edgent, neurosurgeon, device-only, edge-only, random, fixed:E/P/B, "
                 "trained:SCENARIO (built-in trained policy) or ALGORITHM:FILE (your own, such as sac-d:FILE)")
      .showDefault();
  const Option scenario = command.addOption(
      "--scenario", options->scenario, "scenario (name or file) that sets link, loads, arrivals, target and device");
  command.addOption("--trace", options->trace, "link trace (file) to use instead of the scenario's link")
      .needs(scenario);
  command.addOption("--requests", experiment.requests, "number of requests; 0: until Ctrl-C").showDefault();
  command.addOption("--rate", experiment.requestsPerSecond, "requests per second; 0: back to back")
      .excludes(scenario)
      .range(0.0, 10000.0)
      .showDefault();
  command.addOption("--target", experiment.settings.targetMs, "latency target in ms; 0: none")
      .excludes(scenario)
      .showDefault();
  command.addOption("--link", experiment.settings.linkMbps, "limit of the agent's sending rate in Mbit/s; 0: unlimited")
      .excludes(scenario)
      .showDefault();
  command
      .addFlag("--fading", experiment.settings.fadingLink, "vary the link rate around --link, as in the demonstration")
      .excludes(scenario);
  command
      .addOption(
          "--samples", experiment.samples,
          "number of distinct test images; default: one per request, at most 1024; 256 if there is no request limit")
      .range(1, SampleSet::kMaxFrames);
  command.addOption("--data", experiment.dataFolder, "folder of the data set; default: its standard location");
  command.addOption("--threads", options->threads, "number of CPU threads of the edge").range(1, 1024).showDefault();
  command.addOption("--agent-threads", experiment.deviceThreads, "number of CPU threads of a local agent")
      .range(1, 1024)
      .showDefault();
  command
      .addOption("--emulate", experiment.emulate,
                 "device for a local agent to emulate: raspberrypi4 (4 threads), raspberrypi4:1, a FILE written by "
                 "'cleave-cli profile --out', or none")
      .excludes(scenario)
      .showDefault();
  command.addOption("--device-precision", options->precision, "precision of the device's layers: float32 or int8")
      .showDefault();
  command.addOption(
      "--out", options->out,
      "record the run to this file (a bundle, *.cleaverun) or, with another name, to a folder of CSV files");
  command.addFlag("--verify", options->verify, "check predictions at 32 bits against local inference");
#ifdef CLEAVE_WITH_FIGURES
  command.addOption("--report", options->report, "write figures, tables and a summary to this folder");
#endif
}

}  // namespace cleave::cli
