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
#include "app/cli/model/model_metrics.h"
#include "app/cli/progress.h"
#include "core/bundle/bundle.h"
#include "core/measure/calibrate.h"
#include "core/measure/evaluate.h"
#include "core/measure/measure_decisions.h"
#include "core/model/architectures.h"
#include "core/train/trainer.h"
#include "core/types/error.h"

namespace cleave::cli {
namespace {

struct Options {
  std::string dataset = "fashion-mnist";
  std::string data;
  std::string out;
  std::string architecture = "alexnet";
  std::string metrics;
  std::string init;  ///< bundle to start from
  std::string stages = "96:4,160:0.8,224:1";
  TrainOptions train;
  std::filesystem::path table;  ///< outcomes of decisions while they are measured
  int threads = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  int calibrationSamples = 500;
  int tableSamples = 2000;
  int testSamples = 0;  ///< 0: all
};

void showProgress(const TrainProgress& progress, bool json, ProgressLine& line) {
  if (progress.resumed) std::cerr << "Resuming from the checkpoint at step " << progress.step << ".\n";
  if (!progress.adopted.empty() && progress.step == 0) {
    std::cerr << "Initialised " << progress.adopted.size() << " layers from the other model.\n";
  }
  if (json) printLine(toJsonLine(progress));
  char label[160];
  const double last = progress.exitAccuracy.empty() ? 0 : progress.exitAccuracy.back();
  std::snprintf(label, sizeof label, "step %lld of %lld, %d px, loss %.3f, last exit %.1f %%",
                static_cast<long long>(progress.step), static_cast<long long>(progress.steps), progress.frameSize,
                progress.loss, 100 * last);
  line.show("Training",
            progress.steps > 0 ? static_cast<double>(progress.step) / static_cast<double>(progress.steps) : 0,
            progress.etaS, label);
}

// Names the files that the same command resumes from. The workbench recognises a stopped training by "Stopped;".
Error stopped(const Options& options) {
  std::string kept = options.train.checkpoint.string();
  std::error_code none;
  if (options.tableSamples > 0 && std::filesystem::exists(options.table, none)) {
    kept += " and " + options.table.string();
  }
  return Error("Stopped; progress is saved in " + kept + ": run the same command " +
               (options.train.restart ? "without --restart" : "again") + " to resume.");
}

// A table's outcomes belong to the very weights that they were measured with: without the checkpoint of those, training
// makes others, and would find that out hours later.
void settleOldTable(const Options& options) {
  std::error_code failed;
  if (options.train.restart) {
    std::filesystem::remove(options.table, failed);
    if (failed)
      throw Error(options.table.string() + " cannot be deleted (" + failed.message() +
                  "): check the permissions of its folder.");
  } else if (options.tableSamples > 0 && std::filesystem::exists(options.table, failed) &&
             !std::filesystem::exists(options.train.checkpoint, failed)) {
    throw Error(options.table.string() +
                " was measured with the weights of an earlier training: " + "delete it, or start over with --restart.");
  }
}

Model trainNetwork(const Context& context, const Options& options, const Dataset& dataset, ModelMetrics& metrics,
                   ProgressLine& line) {
  const auto report = [&](const TrainProgress& progress) {
    metrics.add(progress);
    showProgress(progress, context.json, line);
  };
  Model model = cleave::train(dataset.train, options.train, report, context.stop);
  model.manifest.name = std::filesystem::path(options.out).stem().string();
  model.manifest.dataset = dataset.name;
  model.manifest.classes = dataset.classes;
  model.manifest.recipe = context.commandLine;
  return model;
}

// Ranges and accuracy, into a bundle; then the table, into the same one again: nothing that goes wrong with it (a file
// of somebody else's, a full disk) may cost what was trained.
void measureAndWrite(const Context& context, const Options& options, const Dataset& dataset, const std::string& device,
                     Model& model, ModelMetrics& metrics, ProgressLine& line) {
  const NetworkRuntime runtime(model);
  const auto share = [&](const char* label, const char* phase) {
    return [&, label, phase](int done, int total) {
      const double part = static_cast<double>(done) / total;
      line.show(label, part);
      metrics.addPhase(phase, part);
    };
  };
  calibrate(runtime, dataset.train, std::min(options.calibrationSamples, dataset.train.count()),
            share("Calibrating quantization", "calibrating"), context.stop)
      .applyTo(model.manifest);
  const int testSamples =
      options.testSamples > 0 ? std::min(options.testSamples, dataset.test.count()) : dataset.test.count();
  model.manifest.accuracy =
      evaluateExits(runtime, dataset.test, testSamples, share("Testing", "testing"), context.stop);
  metrics.addAccuracy(model.manifest);
  const std::string card = trainingCard(model, options.train, device, dataset.train.count());
  writeBundle(options.out, model, withMeasurements(card, model.manifest));
  if (options.tableSamples == 0) return;
  try {
    const MeasureOptions measure{options.tableSamples, options.threads, options.table, {}};
    model.manifest.decisions = measureDecisions(runtime, model.manifest, dataset.test, measure,
                                                share("Measuring every decision", "measuring"), context.stop);
  } catch (const Cancelled&) {
    throw;
  } catch (const Error& error) {
    throw Error(options.out + " was written, but without its accuracy table: " + error.what());
  }
  writeBundle(options.out, model, withMeasurements(card, model.manifest));
}

int train(const Context& context, Options options) {
  setComputeThreads(options.threads);
  requireBundleWritable(options.out);
  options.train.checkpoint = options.out + ".checkpoint";
  options.table = options.out + ".table";
  const Dataset dataset = loadDataset(options.dataset, options.data, Split::Both, context.stop);
  options.train.network = loadArchitecture(options.architecture, static_cast<int>(dataset.classes.size()));
  options.train.stages = parseStages(options.stages);
  options.train.seed = context.seed;
  if (!options.init.empty()) options.train.initial = std::make_shared<const Model>(readBundle(options.init));
  settleOldTable(options);
  const std::string device = trainingDevice(options.train.precision) + ", " + std::to_string(options.threads) +
                             (options.threads == 1 ? " thread" : " threads");
  std::cerr << "Training " << options.architecture << " on " << dataset.train.count() << " images of " << dataset.name
            << " (" << device << "); Ctrl-C saves a checkpoint, and the same command resumes from it.\n";
  ProgressLine line;
  ModelMetrics metrics(options.metrics);
  Model model;
  try {
    model = trainNetwork(context, options, dataset, metrics, line);
    measureAndWrite(context, options, dataset, device, model, metrics, line);
  } catch (const Cancelled&) {
    line.finish();
    throw stopped(options);
  }
  std::filesystem::remove(options.train.checkpoint);
  line.finish();
  nlohmann::ordered_json result{{"model", options.out}};
  for (const auto& exit : model.manifest.accuracy) result["accuracy"].push_back(exit.accuracy());
  printLine(context.json ? result.dump()
                         : "Wrote " + options.out + "; accuracy by exit: " + result["accuracy"].dump() + ".");
  return 0;
}

void addRecipeOptions(const Command& command, TrainOptions& options) {
  const auto share = [&command](const char* name, double& value, const char* what, double most = 1) {
    command.addOption(name, value, what).range(0.0, most).showDefault();
  };
  share("--weight-decay", options.weightDecay, "weight decay of weights, not of biases and normalisation");
  share("--label-smoothing", options.loss.labelSmoothing, "label smoothing");
  share("--early-weight", options.loss.earlyWeight, "weight of each early exit's loss; the last exit's is 1", 10);
  share("--distillation", options.loss.distillation,
        "fraction of an early exit's loss that is distillation from the last exit");
  share("--shift", options.augmentation.shift, "largest random shift, as a fraction of the image side", 0.5);
  share("--erase", options.augmentation.eraseChance, "probability of erasing a random square of an image");
  share("--erase-largest", options.augmentation.eraseLargest,
        "largest side of the erased square, as a fraction of the image side");
  share("--mix", options.augmentation.mix, "fraction of the steps that blend pairs of images (mixup)");
  share("--average", options.averageDecay, "decay of the moving average of weights; 0: none", 0.999999);
  share("--sparsity", options.sparsity, "weight of feature density in the loss; a higher weight means smaller payloads",
        10);
  share("--quantized", options.quantizedSteps, "fraction of the images whose features are quantized in training");
}

}  // namespace

void addModelTrain(const Command& model, Context& context) {
  const auto options = std::make_shared<Options>();
  const Command command = addCommand(model, context, "train", "train all exits of a network jointly and write a bundle",
                                     [&context, options] { return train(context, *options); });
  command.addOption("--out", options->out, "bundle to write, *.cleavemodel").required();
  command.addOption("--dataset", options->dataset, "data set: fashion-mnist, cifar10 or folder (your own images)")
      .showDefault();
  command.addOption("--data", options->data,
                    "folder of the data set; default: its standard location; for 'folder': one subfolder per class");
  command.addOption("--architecture", options->architecture, "name of a built-in architecture, or a JSON file")
      .showDefault();
  command
      .addOption("--stages", options->stages,
                 "training stages, SIZE:EPOCHS[:RATE],...: frame size, epochs, fraction of --rate")
      .showDefault();
  command.addOption("--init", options->init, "bundle to initialise from: layers of the same name and shape are copied");
  command.addOption("--batch", options->train.batchSize, "batch size").range(2, 4096).showDefault();
  command.addOption("--rate", options->train.peakRate, "peak learning rate").range(1e-6, 10.0).showDefault();
  addRecipeOptions(command, options->train);
  command.addOption("--threads", options->threads, "number of CPU threads").range(1, 1024).showDefault();
  command
      .addOption("--table-samples", options->tableSamples,
                 "number of test images for the accuracy of every decision; 0: do not measure")
      .range(0, 1000000)
      .showDefault();
  command
      .addOption("--calibration-samples", options->calibrationSamples,
                 "number of training images to calibrate quantization on")
      .range(1, 1'000'000)
      .showDefault();
  command
      .addOption("--test-samples", options->testSamples, "number of test images for the accuracy of every exit; 0: all")
      .range(0, 1000000)
      .showDefault();
  command.addOption("--metrics", options->metrics, "write training metrics to this file as JSON lines, one per second");
  command.addFlag("--restart", options->train.restart,
                  "start over: ignore the checkpoint and delete the partial accuracy table of an earlier training");
}

}  // namespace cleave::cli
