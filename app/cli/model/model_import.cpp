// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <fstream>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>

#include "app/cli/command.h"
#include "app/cli/progress.h"
#include "core/bundle/bundle.h"
#include "core/data/match_classes.h"
#include "core/import/torchvision_alexnet.h"
#include "core/measure/calibrate.h"
#include "core/measure/evaluate.h"
#include "core/types/error.h"

namespace cleave::cli {
namespace {

struct Options {
  std::string file;
  std::string out;
  std::string classes;
  std::string dataset;
  std::string data;
  bool half = false;
  int calibrationSamples = 200;
  int threads = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
};

std::vector<std::string> readClasses(const std::string& file) {
  constexpr std::size_t kMaxNames = 1 << 14;
  constexpr std::size_t kMaxName = 64;  // bytes: 1,000 names stay well within a manifest
  std::vector<std::string> names;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line) && names.size() <= kMaxNames;) {
    if (line.ends_with('\r')) line.pop_back();
    if (line.empty() || line.size() > kMaxName) {
      throw UsageError(file + " has a line that is empty or longer than 64 bytes: write one class name per line.");
    }
    names.push_back(line);
  }
  if (names.empty()) throw UsageError(file + " cannot be read or is empty: write one class name per line.");
  return names;
}

std::string card(const Manifest& manifest, const Options& options) {
  const std::string type = options.half ? "float16" : "float32";
  std::string text = "# " + manifest.name + "\n\ntorchvision's AlexNet, imported from `" + options.file +
                     "`: one exit, " + std::to_string(manifest.classes.size()) +
                     " classes, 224x224 RGB frames with ImageNet's mean and standard deviation, weights as " + type +
                     ".\n\n" + "- Command: `" + manifest.recipe + "`\n- Quantization ranges: ";
  text += manifest.ranges.empty() ? "none, so features can be sent at 32 bits only\n"
                                  : "least squared error on training images of " + options.dataset + "\n";
  text += "- Accuracy: ";
  if (manifest.accuracy.empty()) return text + "not measured\n";
  const auto& last = manifest.accuracy.back();
  return text + std::to_string(last.correct) + " of " + std::to_string(last.samples) + " test images\n";
}

// Ranges, and where the data set's classes are the model's, its accuracy.
void calibrateOnImages(const Context& context, const Options& options, Model& model, ProgressLine& line) {
  const auto show = [&line](const char* label) {
    return [&line, label](int done, int total) { line.show(label, static_cast<double>(done) / total); };
  };
  const Dataset dataset = loadDataset(options.dataset, options.data, Split::Both, context.stop);
  const NetworkRuntime runtime(model);
  calibrate(runtime, dataset.train, options.calibrationSamples, show("Calibrating quantization"), context.stop)
      .applyTo(model.manifest);
  model.manifest.dataset = dataset.name;
  std::vector<int> classOf;
  try {
    classOf = matchClasses(model.manifest.classes, dataset);
  } catch (const UsageError& error) {
    line.finish();
    std::cerr << "cleave-cli: the accuracy was not measured: " << error.what() << '\n';
    return;
  }
  model.manifest.accuracy =
      evaluateExits(runtime, dataset.test, dataset.test.count(), show("Testing"), context.stop, classOf);
}

int import(const Context& context, const Options& options) {
  setComputeThreads(options.threads);
  if (options.dataset.empty() && !options.data.empty()) {
    throw UsageError("--data needs --dataset: name the data set, for example 'folder'.");
  }
  requireBundleWritable(options.out);
  const auto classes = options.classes.empty() ? std::vector<std::string>() : readClasses(options.classes);
  ProgressLine line;
  Model model = importTorchvisionAlexnet(
      options.file, classes, options.half ? TensorType::Float16 : TensorType::Float32,
      [&](int done, int total) { line.show("Reading weights", static_cast<double>(done) / total); }, context.stop);
  model.manifest.name = std::filesystem::path(options.out).stem().string();
  model.manifest.dataset = "folder";
  model.manifest.recipe = context.commandLine;
  if (!options.dataset.empty()) calibrateOnImages(context, options, model, line);
  line.show("Packing", 0);
  writeBundle(options.out, model, card(model.manifest, options));
  line.finish();
  const Manifest& manifest = model.manifest;
  if (context.json) {
    nlohmann::ordered_json json{{"model", options.out},
                                {"classes", manifest.classes.size()},
                                {"weights_bytes", manifest.weightsBytes},
                                {"weights", options.half ? "float16" : "float32"},
                                {"calibrated", !manifest.ranges.empty()}};
    for (const auto& exit : manifest.accuracy) json["accuracy"].push_back(exit.accuracy());
    printLine(json.dump());
    return 0;
  }
  printLine("Wrote " + options.out + ": torchvision's AlexNet, " + std::to_string(manifest.classes.size()) +
            " classes, " + std::to_string(manifest.weightsBytes >> 20) + " MiB of weights.");
  if (manifest.ranges.empty()) {
    printLine(
        "It has no quantization ranges, so features can be sent at 32 bits only: run 'cleave-cli model calibrate' "
        "to add them.");
  }
  return 0;
}

}  // namespace

void addModelImport(const Command& model, Context& context) {
  const auto options = std::make_shared<Options>();
  const Command command = addCommand(model, context, "import", "convert a PyTorch model into a bundle",
                                     [&context, options] { return import(context, *options); });
  command
      .addOption("--torchvision", options->file,
                 "state dict of torchvision's alexnet, saved with torch.save (*.pth); no code in it is executed")
      .required();
  command.addOption("--out", options->out, "bundle to write, *.cleavemodel").required();
  command.addOption("--classes", options->classes,
                    "text file with one class name per line; default: class 0, class 1, ...");
  command.addFlag("--half", options->half, "store weights as float16: half the size, slightly different outputs");
  command.addOption("--dataset", options->dataset,
                    "data set to calibrate quantization on: fashion-mnist, cifar10 or folder; default: no calibration, "
                    "32 bits only");
  command.addOption("--data", options->data, "folder of the data set; for 'folder': one subfolder per class");
  command.addOption("--calibration-samples", options->calibrationSamples, "number of training images to calibrate on")
      .range(1, 1000000)
      .showDefault();
  command.addOption("--threads", options->threads, "number of CPU threads").range(1, 1024).showDefault();
}

}  // namespace cleave::cli
