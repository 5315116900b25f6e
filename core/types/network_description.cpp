// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/types/network_description.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <set>

#include "core/types/error.h"

namespace cleave {
namespace {

constexpr int kMaxExtent = 1 << 14;               // of any one dimension: keeps every product within 64 bits
constexpr std::int64_t kMaxElements = 1LL << 28;  // of one activation: 1 GiB of floats
constexpr int kMaxLayers = 128;                   // the wire carries a partition in one byte
constexpr std::size_t kMaxExits = 64;             // and an exit

Shape outputShape(const LayerDescription& layer, const Shape& input) {
  const auto window = [&](std::int64_t extent) -> std::int64_t {
    const std::int64_t room = extent + 2 * layer.padding - layer.kernel;
    if (room < 0) throw Error("Layer '" + layer.name + "' has a kernel larger than its input.");
    return room / layer.stride + 1;
  };
  if (layer.op != LayerOp::Linear && input.size() != 3) {
    throw Error("Layer '" + layer.name + "' needs a spatial input but follows a linear layer.");
  }
  switch (layer.op) {
    case LayerOp::Conv2d:
      return {layer.outputs, window(input[1]), window(input[2])};
    case LayerOp::MaxPool:
      return {input[0], window(input[1]), window(input[2])};
    case LayerOp::AdaptiveAvgPool:
      return {input[0], layer.poolSize, layer.poolSize};
    case LayerOp::Linear:
      return {layer.outputs};
  }
  throw Error("Layer '" + layer.name + "' has an unknown operation.");
}

void validateLayer(const LayerDescription& layer) {
  const auto within = [](int value, int low) { return value >= low && value <= kMaxExtent; };
  const bool windowed = layer.op == LayerOp::Conv2d || layer.op == LayerOp::MaxPool;
  const bool weighted = layer.op == LayerOp::Conv2d || layer.op == LayerOp::Linear;
  const bool good = (!windowed || (within(layer.kernel, 1) && within(layer.stride, 1) && within(layer.padding, 0))) &&
                    (!weighted || within(layer.outputs, 1)) &&
                    (layer.op != LayerOp::AdaptiveAvgPool || within(layer.poolSize, 1)) &&
                    (layer.op != LayerOp::MaxPool || 2 * layer.padding <= layer.kernel);
  if (!good) throw Error("Layer '" + layer.name + "' has a size that is out of range.");
}

}  // namespace

std::int64_t elementCount(const Shape& shape) {
  return std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>{});
}

int NetworkDescription::trunkLayers(int exit) const {
  const std::string& after = exits.at(static_cast<std::size_t>(exit - 1)).after;
  const auto found = std::ranges::find(trunk, after, &LayerDescription::name);
  if (found == trunk.end()) throw Error("Exit " + std::to_string(exit) + " follows an unknown layer '" + after + "'.");
  return static_cast<int>(found - trunk.begin()) + 1;
}

int NetworkDescription::pathLength(int exit) const {
  return trunkLayers(exit) + static_cast<int>(exits.at(static_cast<std::size_t>(exit - 1)).branch.size());
}

std::vector<LayerDescription> NetworkDescription::path(int exit) const {
  std::vector<LayerDescription> layers(trunk.begin(), trunk.begin() + trunkLayers(exit));
  const auto& branch = exits.at(static_cast<std::size_t>(exit - 1)).branch;
  layers.insert(layers.end(), branch.begin(), branch.end());
  return layers;
}

std::vector<Shape> NetworkDescription::shapes(int exit) const {
  std::vector<Shape> shapes{{3, frame.height, frame.width}};
  for (const auto& layer : path(exit)) shapes.push_back(outputShape(layer, shapes.back()));
  return shapes;
}

std::vector<std::string> uniqueLayers(const NetworkDescription& description) {
  std::vector<std::string> names;
  for (int exit = 1; exit <= description.exitCount(); ++exit) {
    for (const auto& layer : description.path(exit)) {
      if (std::ranges::find(names, layer.name) == names.end()) names.push_back(layer.name);
    }
  }
  return names;
}

void validate(const NetworkDescription& description) {
  if (description.trunk.empty() || description.exits.empty()) {
    throw Error("The network description has no layers or no exits.");
  }
  if (description.exits.size() > kMaxExits) {
    throw Error("The network description has more than " + std::to_string(kMaxExits) + " exits.");
  }
  if (description.frame.width < 1 || description.frame.height < 1 || description.frame.width > 2048 ||
      description.frame.height > 2048) {
    throw Error("The network description has a frame size outside 1 to 2048 pixels.");
  }
  for (const float deviation : description.frame.deviation) {
    if (!(deviation > 0) || !std::isfinite(deviation)) {
      throw Error("The network description normalises by a standard deviation that is not positive.");
    }
  }
  if (!std::ranges::all_of(description.frame.mean, [](float mean) { return std::isfinite(mean); })) {
    throw Error("The network description normalises by a mean that is not finite.");
  }
  std::set<std::string> names;
  const auto takeName = [&](const LayerDescription& layer) {
    if (layer.name.empty() || layer.name.size() > 64 || !names.insert(layer.name).second) {
      throw Error("Layer name '" + layer.name.substr(0, 64) + "' is empty, too long or used twice.");
    }
    validateLayer(layer);
  };
  std::ranges::for_each(description.trunk, takeName);
  int depth = 0;
  for (int exit = 1; exit <= description.exitCount(); ++exit) {
    std::ranges::for_each(description.exits[static_cast<std::size_t>(exit - 1)].branch, takeName);
    const int attachment = description.trunkLayers(exit);
    if (attachment < depth) throw Error("Exit " + std::to_string(exit) + " leaves the trunk before the previous exit.");
    depth = attachment;
    // Length first: every layer may add to the extents, and a short path keeps their products within 64 bits.
    const bool bounded =
        description.pathLength(exit) < kMaxLayers &&
        std::ranges::all_of(description.shapes(exit), [](const Shape& s) { return elementCount(s) <= kMaxElements; });
    if (!bounded) throw Error("The path to exit " + std::to_string(exit) + " is too large.");
    const auto shapes = description.shapes(exit);
    if (shapes.back().size() != 1 || shapes.back() != description.shapes(1).back()) {
      throw Error("Exit " + std::to_string(exit) + " does not end in one output per class.");
    }
  }
}

}  // namespace cleave
