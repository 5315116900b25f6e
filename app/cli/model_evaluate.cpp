// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>

#include "app/cli/command.h"
#include "app/cli/progress.h"
#include "core/bundle/bundle.h"
#include "core/data/match_classes.h"
#include "core/plain/error.h"
#include "core/train/evaluate.h"

namespace cleave::cli {
namespace {

struct Options {
  std::string model;
  std::string dataset;
  std::string data;
  int samples = 0;
  int threads = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
};

int evaluate(const Context& context, const Options& options) {
  const Model model = readBundle(options.model);
  const Dataset dataset = loadDataset(options.dataset.empty() ? model.manifest.dataset : options.dataset, options.data,
                                      Split::Test, context.stop);
  const auto classOf = matchClasses(model.manifest.classes, dataset);
  setComputeThreads(options.threads);
  const NetworkRuntime runtime(model);
  const int samples = options.samples > 0 ? std::min(options.samples, dataset.test.count()) : dataset.test.count();
  ProgressLine line;
  const auto exits = evaluateExits(
      runtime, dataset.test, samples,
      [&](int done, int total) { line.show("Testing", static_cast<double>(done) / total); }, context.stop, classOf);
  line.finish();
  for (std::size_t i = 0; i < exits.size(); ++i) {
    if (context.json) {
      printLine(nlohmann::ordered_json{{"exit", i + 1},
                                       {"accuracy", exits[i].accuracy()},
                                       {"correct", exits[i].correct},
                                       {"samples", exits[i].samples}}
                    .dump());
    } else {
      char text[80];
      std::snprintf(text, sizeof text, "exit %zu  %6.2f %%  (%d of %d)", i + 1, 100 * exits[i].accuracy(),
                    exits[i].correct, exits[i].samples);
      printLine(text);
    }
  }
  return 0;
}

}  // namespace

void addModelEvaluate(CLI::App& model, Context& context) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = addCommand(model, context, "evaluate", "accuracy of every exit on a data set's test images",
                                 [&context, options] { return evaluate(context, *options); });
  command->add_option("model", options->model, "bundle, *.cleavemodel")->required();
  command->add_option("--dataset", options->dataset,
                      "fashion-mnist, cifar10 or folder; default: the one that it was trained on");
  command->add_option("--data", options->data,
                      "the data set's folder, where it is not in its usual place; for folder: one sub-folder a class");
  command->add_option("--samples", options->samples, "first so many test images; 0: all")
      ->check(CLI::Range(0, 100000000));
  command->add_option("--threads", options->threads, "processor threads")
      ->check(CLI::Range(1, 1024))
      ->capture_default_str();
}

}  // namespace cleave::cli
