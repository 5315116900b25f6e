// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace cleave {

enum class LayerOp { Conv2d, MaxPool, AdaptiveAvgPool, Linear };

/// One named layer: the unit between two possible partition points. Activation (ReLU) and, in training, batch
/// normalisation belong to their layer: nobody would cut there.
struct LayerDescription {
  std::string name;
  LayerOp op = LayerOp::Conv2d;
  int outputs = 0;   ///< output channels (Conv2d) or features (Linear); unused by pools
  int kernel = 0;    ///< Conv2d, MaxPool
  int stride = 1;    ///< Conv2d, MaxPool
  int padding = 0;   ///< Conv2d, MaxPool
  int poolSize = 0;  ///< AdaptiveAvgPool: output height and width
  bool relu = false;

  friend bool operator==(const LayerDescription&, const LayerDescription&) = default;
};

/// Shape of one activation without the batch dimension: {C, H, W} or {features}.
using Shape = std::vector<std::int64_t>;
std::int64_t elementCount(const Shape& shape);

/// An exit leaves the trunk after the layer `after` and goes on through its own branch.
struct ExitDescription {
  std::string after;
  std::vector<LayerDescription> branch;  ///< empty for the exit at the trunk's end

  friend bool operator==(const ExitDescription&, const ExitDescription&) = default;
};

/// The image as the device's camera delivers it: 8-bit RGB, rows of interleaved pixels (HWC).
struct FrameDescription {
  int width = 224;
  int height = 224;
  std::array<float, 3> mean{0, 0, 0};       ///< of the byte / 255
  std::array<float, 3> deviation{1, 1, 1};  ///< network input = (byte / 255 - mean) / deviation

  [[nodiscard]] std::int64_t bytes() const { return std::int64_t{3} * width * height; }
  friend bool operator==(const FrameDescription&, const FrameDescription&) = default;
};

/// A multi-branch network as data: a trunk of layers and exits that leave it. This is what a model's manifest holds;
/// no code knows a particular architecture.
struct NetworkDescription {
  std::string architecture;
  FrameDescription frame;
  std::vector<LayerDescription> trunk;
  std::vector<ExitDescription> exits;  ///< exit e of a decision is exits[e - 1]; ordered by depth

  [[nodiscard]] int exitCount() const { return static_cast<int>(exits.size()); }
  /// Number of trunk layers that exit (1-based) runs before its branch.
  [[nodiscard]] int trunkLayers(int exit) const;
  /// L(exit): length of the flat list of layers to that exit.
  [[nodiscard]] int pathLength(int exit) const;
  /// The flat list itself: trunk up to the exit's attachment, then its branch.
  [[nodiscard]] std::vector<LayerDescription> path(int exit) const;
  /// shapes[0] is the frame (3, H, W), shapes[i] the output of the path's i-th layer; L(exit) + 1 entries.
  [[nodiscard]] std::vector<Shape> shapes(int exit) const;

  friend bool operator==(const NetworkDescription&, const NetworkDescription&) = default;
};

/// The names of all layers, each once: the path to exit 1, then what each further path adds.
std::vector<std::string> uniqueLayers(const NetworkDescription& description);

/// Checks names (unique, non-empty), sizes (bounded), attachments (exist, in order) and that every shape is positive.
/// @throws Error with one sentence
void validate(const NetworkDescription& description);

}  // namespace cleave
