// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace cleave {

/// How a feature's values lie: channel after channel, each `height` rows of `width`. A vector has channels of one
/// value.
struct FeatureShape {
  std::size_t channels = 1;
  std::size_t height = 1;
  std::size_t width = 1;

  [[nodiscard]] std::size_t count() const { return channels * height * width; }
};

/// Values outside [low, high] saturate when quantized.
struct ValueRange {
  float low = 0;
  float high = 1;
};

}  // namespace cleave
