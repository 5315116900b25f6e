// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/types/network_description.h"

namespace cleave {

/// One channel as an 8-bit grey picture: rows of `width` without gaps.
struct FeaturePicture {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> grey;
};

/// Longest side of a picture; larger channels are reduced by whole factors, each pixel the mean of its square.
inline constexpr int kPictureSide = 128;

/// The channels of a feature that vary most, at most `most` of them, ascending. A vector has one channel: itself.
std::vector<int> variedChannels(std::span<const float> values, const Shape& shape, int most);

/// Channel `channel` with `low` as 0 and `high` as 255; a vector as a block of rows, as square as can be.
FeaturePicture pictureOf(std::span<const float> values, const Shape& shape, int channel, float low, float high);

}  // namespace cleave
