// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/bench.h"
#include "app/experiment/find_model.h"
#include "core/bundle/bundle.h"
#include "core/network/network_runtime.h"
#include "core/network/plain_forward.h"
#include "core/plain/random.h"

namespace cleave::cli {
namespace {

struct Options {
  std::string model;
  int threads = 1;
  int rounds = 41;
};

std::vector<std::uint8_t> noiseFrame(const FrameDescription& frame, std::uint64_t seed) {
  SplitMix random(seed, 0);
  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(frame.bytes()));
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random.next() >> 56);
  return bytes;
}

int benchNetwork(const Context& context, const Options& options) {
  const Model model = readBundle(options.model.empty() ? findDefaultModel() : std::filesystem::path(options.model));
  setComputeThreads(options.threads);
  const NetworkDescription& network = model.manifest.network;
  const int exit = network.exitCount();
  const int length = network.pathLength(exit);
  const auto frame = noiseFrame(network.frame, context.seed);
  const NetworkRuntime runtime(model);
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
      std::printf("cut at %2d: %.3f ms, %.3fx of the whole\n", partition, 1e3 * split.candidateS, split.ratio);
    }
    if (split.ratio > worst) {
      worst = split.ratio;
      worstPartition = partition;
    }
  }

  const NetworkRuntime int8(model, DevicePrecision::Int8);
  const auto all = [&](const NetworkRuntime& one) {
    Activation activation = one.prepare(frame);
    for (int layer = 0; layer < length; ++layer) one.runLayers(exit, layer, layer + 1, activation);
  };
  const auto speed = compare(
      options.rounds, [&] { all(int8); }, [&] { all(runtime); });
  if (context.json) {
    printLine(nlohmann::ordered_json{{"model", model.manifest.name},
                                     {"exit", exit},
                                     {"threads", options.threads},
                                     {"whole_ms", 1e3 * wholeS},
                                     {"split_over_whole", worst},
                                     {"worst_partition", worstPartition},
                                     {"float32_ms", 1e3 * speed.candidateS},
                                     {"int8_ms", 1e3 * speed.referenceS},
                                     {"int8_speedup", speed.ratio}}
                  .dump());
  } else {
    std::printf("worst cut: %.3fx of a plain forward (%.3f ms); int8 layers %.2fx faster (%.3f against %.3f ms)\n",
                worst, 1e3 * wholeS, speed.ratio, 1e3 * speed.referenceS, 1e3 * speed.candidateS);
  }
  return 0;
}

}  // namespace

void addBenchNetwork(CLI::App& bench, Context& context) {
  const auto options = std::make_shared<Options>();
  CLI::App* command =
      addCommand(bench, context, "network",
                 "split execution against one plain libtorch forward, at every cut; int8 device layers against float32",
                 [&context, options] { return benchNetwork(context, *options); });
  command->add_option("model", options->model, "bundle, *.cleavemodel; default: the one that Cleave ships");
  command->add_option("--threads", options->threads, "processor threads")
      ->check(CLI::Range(1, 1024))
      ->capture_default_str();
  command->add_option("--rounds", options->rounds, "turns that each side takes")
      ->check(CLI::Range(3, 100000))
      ->capture_default_str();
}

}  // namespace cleave::cli
