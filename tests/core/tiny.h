// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <bit>
#include <cmath>
#include <map>
#include <string>

#include "core/data/dataset.h"
#include "core/model/architectures.h"
#include "core/model/model.h"
#include "core/types/random.h"
#include "tests/core/files.h"

// A made-up network that trains in milliseconds, models with random weights, and images that are easy to tell apart.
namespace cleave::test {

/// Three exits of 4, 6 and 6 layers at 64 x 64, with every kind of layer.
inline constexpr const char* kTinyJson = R"({
 "architecture": "tiny",
 "frame": {"width": 64, "height": 64, "mean": [0.5, 0.5, 0.5], "deviation": [0.5, 0.25, 0.5]},
 "trunk": [
  {"name": "conv1", "op": "conv2d", "outputs": 8, "relu": true, "kernel": 5, "stride": 4, "padding": 2},
  {"name": "pool1", "op": "max_pool", "kernel": 2, "stride": 2, "padding": 0},
  {"name": "conv2", "op": "conv2d", "outputs": 16, "relu": true, "kernel": 3, "stride": 1, "padding": 1},
  {"name": "pool2", "op": "max_pool", "kernel": 2, "stride": 2, "padding": 0},
  {"name": "fc3", "op": "linear", "outputs": 32, "relu": true},
  {"name": "fc4", "op": "linear", "outputs": 10, "relu": false}],
 "exits": [
  {"after": "pool1", "branch": [
    {"name": "exit1.pool", "op": "adaptive_avg_pool", "size": 4},
    {"name": "exit1.fc", "op": "linear", "outputs": 10, "relu": false}]},
  {"after": "pool2", "branch": [
    {"name": "exit2.conv", "op": "conv2d", "outputs": 8, "relu": true, "kernel": 3, "stride": 1, "padding": 1},
    {"name": "exit2.fc", "op": "linear", "outputs": 10, "relu": false}]},
  {"after": "fc4", "branch": []}]
})";

inline NetworkDescription tinyNetwork(int classes = 4) {
  const Folder folder;
  writeText(folder / "tiny.json", kTinyJson);
  return loadArchitecture((folder / "tiny.json").string(), classes);
}

/// Uniform in [-1, 1).
inline float uniform(SplitMix& random) {
  return static_cast<float>(static_cast<double>(random.next() >> 40) / double{1 << 23} - 1.0);
}

/// Float32 weights at Kaiming's scale, so that features neither die nor explode.
inline Model randomModel(const NetworkDescription& network, std::uint64_t seed) {
  Model model;
  model.manifest.name = "random";
  model.manifest.dataset = "none";
  model.manifest.network = network;
  for (std::int64_t i = 0; i < network.shapes(1).back()[0]; ++i) {
    model.manifest.classes.push_back("class " + std::to_string(i));
  }
  SplitMix random(seed, 0);
  std::map<std::string, bool> done;
  const auto add = [&](const std::string& name, const Shape& shape, float scale) {
    model.manifest.tensors.push_back({name, shape, TensorType::Float32, model.weights.size()});
    for (std::int64_t i = 0; i < elementCount(shape); ++i) {
      const auto bytes = std::bit_cast<std::array<std::byte, 4>>(uniform(random) * scale);
      model.weights.insert(model.weights.end(), bytes.begin(), bytes.end());
    }
  };
  for (int exit = 1; exit <= network.exitCount(); ++exit) {
    const auto shapes = network.shapes(exit);
    const auto path = network.path(exit);
    for (std::size_t i = 0; i < path.size(); ++i) {
      const auto& layer = path[i];
      if ((layer.op != LayerOp::Conv2d && layer.op != LayerOp::Linear) || done[layer.name]) continue;
      done[layer.name] = true;
      const Shape shape = layer.op == LayerOp::Conv2d ? Shape{layer.outputs, shapes[i][0], layer.kernel, layer.kernel}
                                                      : Shape{layer.outputs, elementCount(shapes[i])};
      const auto fanIn = static_cast<float>(elementCount(shape) / shape[0]);
      add(layer.name + ".weight", shape, std::sqrt(6.0F / fanIn));
      add(layer.name + ".bias", {layer.outputs}, 0.1F);
    }
  }
  model.manifest.weightsBytes = model.weights.size();
  model.manifest.weightsChecksum = checksumHex(model.weights);
  return model;
}

inline std::vector<std::uint8_t> randomFrame(const FrameDescription& frame, std::uint64_t seed) {
  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(frame.bytes()));
  SplitMix random(seed, 1);
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random.below(256));
  return bytes;
}

/// Grey 32 x 32 noise with one bright band: the band's height is the class, so flips and small shifts change nothing.
inline ImageSet bandImages(int count, std::uint64_t seed, int classes = 4) {
  ImageSet set{1, 32, 32, {}, {}};
  SplitMix random(seed, 2);
  for (int i = 0; i < count; ++i) {
    const int label = static_cast<int>(random.below(static_cast<std::uint64_t>(classes)));
    set.labels.push_back(static_cast<std::uint8_t>(label));
    for (int y = 0; y < 32; ++y) {
      for (int x = 0; x < 32; ++x) {
        const bool bright = y * classes / 32 == label;
        set.pixels.push_back(static_cast<std::uint8_t>((bright ? 140 : 40) + random.below(60)));
      }
    }
  }
  return set;
}

}  // namespace cleave::test
