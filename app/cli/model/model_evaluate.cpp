// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>

#include "app/cli/command.h"
#include "app/cli/model/model_card.h"
#include "app/cli/model/model_data.h"
#include "app/cli/progress.h"
#include "core/bundle/bundle.h"
#include "core/data/match_classes.h"
#include "core/measure/evaluate.h"
#include "core/measure/measure_decisions.h"
#include "core/statistics/proportion.h"
#include "core/system/atomic_file.h"
#include "core/types/decision_space.h"
#include "core/types/error.h"

namespace cleave::cli {
namespace {

struct Options {
  std::string model;
  std::string dataset;
  std::string data;
  int samples = 0;
  bool table = false;
  bool intoBundle = false;
  std::string precision = "float32";
  int threads = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
};

void printExits(const Context& context, const std::vector<ExitAccuracy>& exits) {
  for (std::size_t i = 0; i < exits.size(); ++i) {
    const Proportion share =
        wilson(static_cast<std::uint64_t>(exits[i].correct), static_cast<std::uint64_t>(exits[i].samples));
    if (context.json) {
      printLine(nlohmann::ordered_json{{"exit", i + 1},
                                       {"accuracy", share.value},
                                       {"low", share.low},
                                       {"high", share.high},
                                       {"correct", exits[i].correct},
                                       {"samples", exits[i].samples}}
                    .dump());
    } else {
      char text[80];
      std::snprintf(text, sizeof text, "exit %zu  %6.2f %%  (%d of %d)", i + 1, 100 * share.value, exits[i].correct,
                    exits[i].samples);
      printLine(text);
    }
  }
}

void printTable(const Context& context, const DecisionSpace& space, const std::vector<DecisionMeasurement>& table) {
  if (!context.json) printLine("exit/partition/bits  accuracy  95 % interval     loss  mean bytes   p95 bytes");
  for (int i = 0; i < space.size(); ++i) {
    const Decision& decision = space.at(i);
    const auto& entry = table[static_cast<std::size_t>(i)];
    const auto whole = space.indexOf({decision.exit, space.pathLength(decision.exit), 32});
    const double loss = 100 * (table[static_cast<std::size_t>(*whole)].accuracy() - entry.accuracy());
    const Proportion share =
        wilson(static_cast<std::uint64_t>(entry.correct), static_cast<std::uint64_t>(entry.samples));
    if (context.json) {
      printLine(nlohmann::ordered_json{{"exit", decision.exit},
                                       {"partition", decision.partition},
                                       {"bits", decision.bits},
                                       {"accuracy", share.value},
                                       {"low", share.low},
                                       {"high", share.high},
                                       {"samples", entry.samples},
                                       {"loss_points", loss},
                                       {"mean_bytes", entry.meanBytes},
                                       {"p95_bytes", entry.p95Bytes}}
                    .dump());
    } else {
      char text[120];
      std::snprintf(text, sizeof text, "%-19s %8.2f %% %6.2f - %6.2f %% %7.2f %11.0f %11.0f", toText(decision).c_str(),
                    100 * share.value, 100 * share.low, 100 * share.high, loss, entry.meanBytes, entry.p95Bytes);
      printLine(text);
    }
  }
}

// Beside the bundle, where a file can be written there: a bundle elsewhere is measured all the same.
std::filesystem::path journalBeside(std::filesystem::path model) {
  if (!model.has_filename()) model = model.parent_path();  // a folder with its slash
  model += ".table";
  try {
    requireWritable(model);
  } catch (const Error& error) {
    std::cerr << "cleave-cli: measuring without a journal, so an interrupted measurement cannot be resumed: "
              << error.what() << '\n';
    return {};
  }
  return model;
}

std::vector<DecisionMeasurement> measureTable(const Context& context, const Options& options,
                                              const NetworkRuntime& runtime, const Manifest& manifest,
                                              const ImageSet& images, MeasureOptions measure, ProgressLine& line) {
  if (manifest.ranges.empty()) {
    throw Error(options.model + " has no quantization ranges, so only 32 bits could be measured: " +
                "calibrate it first with 'cleave-cli model calibrate'.");
  }
  measure.journal = journalBeside(options.model);
  const auto share = [&line](int done, int total) {
    line.show("Measuring every decision", static_cast<double>(done) / total);
  };
  try {
    return measureDecisions(runtime, manifest, images, measure, share, context.stop);
  } catch (const Cancelled&) {
    line.finish();
    if (measure.journal.empty()) throw;
    throw Error("Stopped; progress is saved in " + measure.journal.string() +
                ": run the same command again to resume.");
  }
}

int evaluate(const Context& context, const Options& options) {
  Model model = readBundle(options.model);
  const DevicePrecision precision = devicePrecisionFromText(options.precision);
  if (precision == DevicePrecision::Int8 && (options.table || options.intoBundle)) {
    throw UsageError("--device-precision int8 cannot be combined with --table or --into-bundle: omit them.");
  }
  if (options.intoBundle) requireBundleWritable(options.model);
  const Dataset dataset = loadDatasetFor(model.manifest, options.dataset, options.data, Split::Test, context.stop);
  const auto classOf = matchClasses(model.manifest.classes, dataset);
  setComputeThreads(options.threads);
  const NetworkRuntime runtime(model, precision);
  const int samples = options.samples > 0 ? std::min(options.samples, dataset.test.count()) : dataset.test.count();
  ProgressLine line;
  if (options.table) {
    model.manifest.decisions = measureTable(context, options, runtime, model.manifest, dataset.test,
                                            {samples, options.threads, {}, classOf}, line);
    line.finish();
    printTable(context, DecisionSpace(model.manifest.network), model.manifest.decisions);
  } else {
    const auto share = [&line](int done, int total) { line.show("Testing", static_cast<double>(done) / total); };
    model.manifest.accuracy = evaluateExits(runtime, dataset.test, samples, share, context.stop, classOf);
    line.finish();
    printExits(context, model.manifest.accuracy);
  }
  if (options.intoBundle) {
    writeBundle(options.model, model, withMeasurements(readCard(options.model), model.manifest));
  }
  return 0;
}

}  // namespace

void addModelEvaluate(const Command& model, Context& context) {
  const auto options = std::make_shared<Options>();
  const Command command = addCommand(model, context, "evaluate", "measure the accuracy of every exit on test images",
                                     [&context, options] { return evaluate(context, *options); });
  command.addOption("model", options->model, "bundle, *.cleavemodel").required();
  addDataOptions(command, options->dataset, options->data);
  command.addOption("--samples", options->samples, "number of test images; 0: all").range(0, 100000000);
  command.addFlag("--table", options->table,
                  "measure every decision instead: accuracy, accuracy loss against 32 bits, payload size; an "
                  "interrupted measurement is resumed");
  command.addFlag("--into-bundle", options->intoBundle, "store the result in the bundle and its model card");
  command
      .addOption("--device-precision", options->precision,
                 "precision of all layers: float32 or int8 (the device's int8 engine)")
      .showDefault();
  command.addOption("--threads", options->threads, "number of CPU threads").range(1, 1024).showDefault();
}

}  // namespace cleave::cli
