// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>

#include "app/cli/command.h"
#include "app/cli/model/model_card.h"
#include "app/cli/model/model_data.h"
#include "app/cli/progress.h"
#include "core/bundle/bundle.h"
#include "core/measure/calibrate.h"

namespace cleave::cli {
namespace {

struct Options {
  std::string model;
  std::string out;
  std::string dataset;
  std::string data;
  int samples = 500;
  int threads = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
};

int calibrateBundle(const Context& context, const Options& options) {
  Model model = readBundle(options.model);
  const std::string out = options.out.empty() ? options.model : options.out;
  requireBundleWritable(out);
  const Dataset dataset = loadDatasetFor(model.manifest, options.dataset, options.data, Split::Train, context.stop);
  setComputeThreads(options.threads);
  ProgressLine line;
  const Calibration calibration = calibrate(
      NetworkRuntime(model), dataset.train, options.samples,
      [&](int done, int total) { line.show("Calibrating", static_cast<double>(done) / total); }, context.stop);
  line.finish();
  calibration.applyTo(model.manifest);
  model.manifest.decisions.clear();  // measured with other ranges
  writeBundle(out, model, withMeasurements(readCard(options.model), model.manifest));
  int perChannel = 0;
  int all = 0;
  for (const auto& [layer, byBits] : calibration.ranges) {
    for (const auto& [bits, ranges] : byBits) {
      ++all;
      perChannel += ranges.size() > 1 ? 1 : 0;
    }
  }
  int coded = 0;
  for (const auto& [layer, byBits] : calibration.coding) coded += static_cast<int>(byBits.size());
  printLine(context.json
                ? nlohmann::ordered_json{{"model", out}, {"ranges", all}, {"per_channel", perChannel}, {"coded", coded}}
                      .dump()
                : "Wrote " + out + ": " + std::to_string(all) + " quantization ranges, " + std::to_string(perChannel) +
                      " of them per channel; " + std::to_string(coded) +
                      " features are compressed. Update its accuracy table with 'cleave-cli model evaluate --table "
                      "--into-bundle'.");
  return 0;
}

}  // namespace

void addModelCalibrate(const Command& model, Context& context) {
  const auto options = std::make_shared<Options>();
  const Command command = addCommand(model, context, "calibrate",
                                     "calibrate the quantization ranges and compression of a bundle on training images",
                                     [&context, options] { return calibrateBundle(context, *options); });
  command.addOption("model", options->model, "bundle, *.cleavemodel").required();
  command.addOption("--out", options->out, "bundle to write; default: overwrite the input");
  addDataOptions(command, options->dataset, options->data);
  command.addOption("--samples", options->samples, "number of training images").range(1, 1000000).showDefault();
  command.addOption("--threads", options->threads, "number of CPU threads").range(1, 1024).showDefault();
}

}  // namespace cleave::cli
