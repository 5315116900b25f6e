// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <cstdio>
#include <cstring>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/bench/bench.h"
#include "app/common/find_model.h"
#include "app/experiment/sample_set.h"
#include "core/bundle/bundle.h"
#include "core/codec/feature_codec.h"
#include "core/codec/kernels.h"
#include "core/model/feature_codecs.h"
#include "core/network/network_runtime.h"
#include "core/types/error.h"
#include "core/types/random.h"

namespace cleave::cli {
namespace {

constexpr int kRounds = 41;
constexpr std::array kBits{8, 4, 2, 1};

struct Options {
  std::string model;
  std::string data;
};

// Like a rectified feature: non-negative, half zeros, smooth along the rows.
std::vector<float> feature(std::size_t count, std::uint64_t seed) {
  SplitMix random(seed, 0);
  std::vector<float> values(count);
  float level = 0;
  for (float& value : values) {
    const float noise = static_cast<float>(random.next() >> 40) * 0x1p-23F - 1.0F;
    level = 0.7F * level + noise;
    value = std::max(0.0F, level);
  }
  return values;
}

void line(const Context& context, const nlohmann::ordered_json& json) {
  if (context.json) return printLine(json.dump());
  char text[240];
  std::snprintf(text, sizeof text,
                "%8d values  %d bits  %-8s  encode %6.2f GB/s (%.2fx)  decode %6.2f GB/s (%.2fx)  memcpy %6.2f GB/s",
                json["elements"].get<int>(), json["bits"].get<int>(), json["stage"].get<std::string>().c_str(),
                json["encode_gbps"].get<double>(), json["encode_over_memcpy"].get<double>(),
                json["decode_gbps"].get<double>(), json["decode_over_memcpy"].get<double>(),
                json["memcpy_gbps"].get<double>());
  const std::string layer = json.value("layer", "");
  printLine(layer.empty() ? text : text + ("  " + layer));
}

/// @param layer of the model that the values and the codec are of; empty: both are made up
void timeCodec(const Context& context, const FeatureCodec& codec, const std::vector<float>& values,
               const std::string& layer) {
  const std::size_t count = values.size();
  std::vector<float> out(count);
  std::vector<std::byte> payload;
  codec.encode(values, payload);
  const auto bytes = static_cast<double>(count * sizeof(float));
  const auto copy = [&] {
    std::memcpy(out.data(), values.data(), count * sizeof(float));
    asm volatile("" : : "r"(out.data()) : "memory");  // the copy must not be left out
  };
  const auto encode = compare(kRounds, copy, [&] { codec.encode(values, payload); });
  const auto decode = compare(kRounds, copy, [&] { codec.decode(payload, out); });
  const auto rate = [&](double seconds) { return bytes / seconds / 1e9; };
  nlohmann::ordered_json json{{"elements", count},
                              {"bits", codec.quantizer().bits()},
                              {"stage", codec.compresses() ? "lossless" : "packed"},
                              {"encode_gbps", rate(encode.candidateS)},
                              {"decode_gbps", rate(decode.candidateS)},
                              {"memcpy_gbps", rate(encode.referenceS)},
                              {"encode_over_memcpy", 1 / encode.ratio},
                              {"decode_over_memcpy", 1 / decode.ratio},
                              {"bits_a_value", static_cast<double>(payload.size()) * 8 / static_cast<double>(count)},
                              {"kernels", codec::kernels().name}};
  if (!layer.empty()) {  // of a model, not made up
    json["layer"] = layer;
    json["ranges"] = codec.quantizer().ranges();
  }
  line(context, json);
}

void benchOne(const Context& context, const FeatureShape& shape, int bits, bool compressed) {
  const auto values = feature(shape.count(), context.seed);
  const Quantizer quantizer(bits, 0, 2);
  SymbolFrequencies frequencies;
  if (compressed) {
    std::vector<std::uint8_t> codes(values.size());
    quantizer.quantize(values, codes);
    SymbolCounter counter(bits);
    counter.add(codes, shape);
    frequencies = counter.frequencies();
  }
  timeCodec(context, FeatureCodec(shape, quantizer, frequencies), values, {});
}

// A test image where the data set is at hand, so that features have their true sparsity.
std::vector<std::uint8_t> frameFor(const Context& context, const Manifest& manifest, const std::string& data) {
  try {
    return makeSamples(manifest, 1, context.seed, data).frames.at(0);
  } catch (const Error& error) {
    if (!data.empty()) throw;  // the user named it
    std::cerr << "cleave-cli: using features of a noise frame, which are denser than those of an image. "
              << error.what() << '\n';
    return noiseFrame(manifest.network.frame, context.seed);
  }
}

// What a shipped model really sends: its ranges, one a channel where it has them, and its lossless stage, on the
// features of the path to the last exit.
void benchModel(const Context& context, const Model& model, const std::string& data) {
  const NetworkDescription& network = model.manifest.network;
  const int exit = network.exitCount();
  const auto path = network.path(exit);
  const FeatureCodecs codecs(model.manifest);
  setComputeThreads(1);
  const NetworkRuntime runtime(model);
  Activation activation = runtime.prepare(frameFor(context, model.manifest, data));
  for (int partition = 1; partition < network.pathLength(exit); ++partition) {
    runtime.runLayers(exit, partition - 1, partition, activation);
    const std::string& layer = path[static_cast<std::size_t>(partition - 1)].name;
    const auto ranges = model.manifest.ranges.find(layer);
    const std::vector<float> values(activation.values().begin(), activation.values().end());
    for (const int bits : kBits) {
      if (ranges == model.manifest.ranges.end() || !ranges->second.contains(bits)) continue;
      timeCodec(context, codecs.at({exit, partition, bits}), values, layer);
    }
  }
}

int benchCodec(const Context& context, const Options& options) {
  // First, so that a model that cannot be read is told before the rest takes its time.
  const Model model = readBundle(options.model.empty() ? findDefaultModel() : std::filesystem::path(options.model));
  for (const FeatureShape& shape : {FeatureShape{64, 27, 27}, FeatureShape{192, 13, 13}, FeatureShape{1024, 32, 32}}) {
    for (const int bits : kBits) {
      for (const bool compressed : {false, true}) benchOne(context, shape, bits, compressed);
    }
  }
  benchModel(context, model, options.data);
  return 0;
}

}  // namespace

void addBenchCodec(const Command& bench, Context& context) {
  const auto options = std::make_shared<Options>();
  const Command command =
      addCommand(bench, context, "codec",
                 "feature encoding and decoding compared with memcpy of the float input: synthetic features, "
                 "then the features of a model with its quantization ranges and compression",
                 [&context, options] { return benchCodec(context, *options); });
  command.addOption("model", options->model, "bundle, *.cleavemodel; default: the built-in model");
  command.addOption("--data", options->data, "folder of the data set; default: its standard location");
}

}  // namespace cleave::cli
