// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "app/cli/bench/bench.h"
#include "app/common/find_model.h"
#include "core/bundle/bundle.h"
#include "core/network/network_runtime.h"
#include "core/network/plain_forward.h"
#include "core/types/error.h"

namespace cleave::cli {
namespace {

struct Options {
  std::string model;
  int threads = 1;
  int rounds = 41;
};

// A model that was never calibrated, or a processor without an engine, still has its cuts timed.
std::optional<NetworkRuntime> int8Runtime(const Model& model) {
  try {
    return NetworkRuntime(model, DevicePrecision::Int8);
  } catch (const Error& error) {
    std::cerr << "cleave-cli: int8 is skipped. " << error.what() << '\n';
    return std::nullopt;
  }
}

int benchNetwork(const Context& context, const Options& options) {
  const Model model = readBundle(options.model.empty() ? findDefaultModel() : std::filesystem::path(options.model));
  setComputeThreads(options.threads);
  const NetworkDescription& network = model.manifest.network;
  const int exit = network.exitCount();
  const int length = network.pathLength(exit);
  const auto frame = noiseFrame(network.frame, context.seed);
  const NetworkRuntime runtime(model);
  const auto int8 = int8Runtime(model);  // first, so that what it lacks is told before the cuts take their time
  PlainForward plain(model, exit);
  const Activation input = runtime.prepare(frame);

  double worst = 0;
  int worstPartition = 0;
  double wholeS = 0;
  for (int partition = 0; partition <= length; ++partition) {
    const auto split = compare(
        options.rounds, [&] { (void)plain.run(input); },
        [&] {
          Activation activation = input;
          for (int layer = 0; layer < partition; ++layer) runtime.runLayers(exit, layer, layer + 1, activation);
          runtime.runLayers(exit, partition, length, activation);
        });
    wholeS = split.referenceS;
    if (!context.json) {
      std::printf("cut at %2d: %.3f ms, %.3fx the whole network\n", partition, 1e3 * split.candidateS, split.ratio);
    }
    if (split.ratio > worst) {
      worst = split.ratio;
      worstPartition = partition;
    }
  }

  const auto all = [&](const NetworkRuntime& one) {
    Activation activation = one.prepare(frame);
    for (int layer = 0; layer < length; ++layer) one.runLayers(exit, layer, layer + 1, activation);
  };
  nlohmann::ordered_json json{{"model", model.manifest.name}, {"exit", exit},
                              {"threads", options.threads},   {"whole_ms", 1e3 * wholeS},
                              {"split_over_whole", worst},    {"worst_partition", worstPartition},
                              {"float32_ms", nullptr},        {"int8_ms", nullptr},
                              {"int8_speedup", nullptr}};
  if (!context.json) std::printf("worst cut: %.3fx a plain forward pass (%.3f ms)\n", worst, 1e3 * wholeS);
  if (int8) {
    const auto speed = compare(
        options.rounds, [&] { all(*int8); }, [&] { all(runtime); });
    json["float32_ms"] = 1e3 * speed.candidateS;
    json["int8_ms"] = 1e3 * speed.referenceS;
    json["int8_speedup"] = speed.ratio;
    if (!context.json) {
      std::printf("int8 layers %.2fx faster (%.3f against %.3f ms)\n", speed.ratio, 1e3 * speed.referenceS,
                  1e3 * speed.candidateS);
    }
  }
  if (context.json) printLine(json.dump());
  return 0;
}

}  // namespace

void addBenchNetwork(const Command& bench, Context& context) {
  const auto options = std::make_shared<Options>();
  const Command command =
      addCommand(bench, context, "network",
                 "split execution at every cut compared with a plain libtorch forward pass; int8 compared with float32",
                 [&context, options] { return benchNetwork(context, *options); });
  command.addOption("model", options->model, "bundle, *.cleavemodel; default: the built-in model");
  command.addOption("--threads", options->threads, "number of CPU threads").range(1, 1024).showDefault();
  command.addOption("--rounds", options->rounds, "number of alternating measurements").range(3, 100000).showDefault();
}

}  // namespace cleave::cli
