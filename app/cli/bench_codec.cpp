// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <cstring>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/bench.h"
#include "core/codec/feature_codec.h"
#include "core/codec/kernels.h"
#include "core/plain/random.h"

namespace cleave::cli {
namespace {

constexpr int kRounds = 41;

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
  char text[200];
  std::snprintf(text, sizeof text,
                "%8d values  %d bits  %-8s  encode %6.2f GB/s (%.2fx)  decode %6.2f GB/s (%.2fx)  memcpy %6.2f GB/s",
                json["elements"].get<int>(), json["bits"].get<int>(), json["stage"].get<std::string>().c_str(),
                json["encode_gbps"].get<double>(), json["encode_over_memcpy"].get<double>(),
                json["decode_gbps"].get<double>(), json["decode_over_memcpy"].get<double>(),
                json["memcpy_gbps"].get<double>());
  printLine(text);
}

void benchOne(const Context& context, const FeatureShape& shape, int bits, bool compressed) {
  const std::size_t count = shape.count();
  const auto values = feature(count, context.seed);
  std::vector<float> out(count);
  const Quantizer quantizer(bits, 0, 2);
  SymbolFrequencies frequencies;
  if (compressed) {
    std::vector<std::uint8_t> codes(count);
    quantizer.quantize(values, codes);
    SymbolCounter counter(bits);
    counter.add(codes, shape);
    frequencies = counter.frequencies();
  }
  const FeatureCodec codec(shape, quantizer, frequencies);
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
  line(context, {{"elements", count},
                 {"bits", bits},
                 {"stage", compressed ? "lossless" : "packed"},
                 {"encode_gbps", rate(encode.candidateS)},
                 {"decode_gbps", rate(decode.candidateS)},
                 {"memcpy_gbps", rate(encode.referenceS)},
                 {"encode_over_memcpy", 1 / encode.ratio},
                 {"decode_over_memcpy", 1 / decode.ratio},
                 {"bits_a_value", static_cast<double>(payload.size()) * 8 / static_cast<double>(count)},
                 {"kernels", codec::kernels().name}});
}

int benchCodec(const Context& context) {
  for (const FeatureShape& shape : {FeatureShape{64, 27, 27}, FeatureShape{192, 13, 13}, FeatureShape{1024, 32, 32}}) {
    for (const int bits : {8, 4, 2, 1}) {
      for (const bool compressed : {false, true}) benchOne(context, shape, bits, compressed);
    }
  }
  return 0;
}

}  // namespace

void addBenchCodec(CLI::App& bench, Context& context) {
  addCommand(bench, context, "codec", "quantize + pack and back, against memcpy of the float input",
             [&context] { return benchCodec(context); });
}

}  // namespace cleave::cli
