// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "core/data/picture.h"

namespace cleave {
namespace {

/// The source pixels that make one output pixel along one axis, with their weights (sum 1).
struct Tap {
  std::size_t first = 0;
  std::vector<float> weights;
};

Tap areaTap(double begin, double end) {
  Tap tap;
  tap.first = static_cast<std::size_t>(begin);
  for (auto pixel = static_cast<double>(tap.first); pixel < end; ++pixel) {
    const double covered = std::min(end, pixel + 1) - std::max(begin, pixel);
    tap.weights.push_back(static_cast<float>(covered / (end - begin)));
  }
  return tap;
}

Tap linearTap(double centre, int pixels) {  // centre in source pixels, pixel i lying at i
  const double at = std::clamp(centre, 0.0, static_cast<double>(pixels - 1));
  const auto share = static_cast<float>(at - std::floor(at));
  Tap tap{static_cast<std::size_t>(at), {1 - share}};
  if (share > 0) tap.weights.push_back(share);
  return tap;
}

std::vector<Tap> makeTaps(int from, int to) {
  const double scale = static_cast<double>(from) / to;
  std::vector<Tap> taps;
  for (int i = 0; i < to; ++i) {
    // The last area ends exactly at the last pixel, whatever rounding says.
    const double end = i + 1 == to ? static_cast<double>(from) : (i + 1) * scale;
    taps.push_back(from > to ? areaTap(i * scale, end) : linearTap((i + 0.5) * scale - 0.5, from));
  }
  return taps;
}

}  // namespace

void fitSquare(const Picture& picture, int side, std::span<std::uint8_t> planar) {
  const int crop = std::min(picture.width, picture.height);
  const auto left = static_cast<std::size_t>((picture.width - crop) / 2);
  const auto top = static_cast<std::size_t>((picture.height - crop) / 2);
  const auto rowBytes = 3 * static_cast<std::size_t>(picture.width);
  const auto outputs = static_cast<std::size_t>(side);
  const auto taps = makeTaps(crop, side);

  // Rows first, into crop x side x 3 floats; then columns.
  std::vector<float> rows(static_cast<std::size_t>(crop) * outputs * 3);
  for (std::size_t y = 0; y < static_cast<std::size_t>(crop); ++y) {
    const std::uint8_t* const row = picture.rgb.data() + (top + y) * rowBytes + 3 * left;
    for (std::size_t x = 0; x < outputs; ++x) {
      float* const out = rows.data() + (y * outputs + x) * 3;
      for (std::size_t k = 0; k < taps[x].weights.size(); ++k) {
        const std::uint8_t* const pixel = row + 3 * (taps[x].first + k);
        for (std::size_t c = 0; c < 3; ++c) out[c] += taps[x].weights[k] * static_cast<float>(pixel[c]);
      }
    }
  }
  std::vector<float> line(outputs * 3);
  for (std::size_t y = 0; y < outputs; ++y) {
    std::ranges::fill(line, 0.0F);
    for (std::size_t k = 0; k < taps[y].weights.size(); ++k) {
      const float* const row = rows.data() + (taps[y].first + k) * outputs * 3;
      for (std::size_t i = 0; i < line.size(); ++i) line[i] += taps[y].weights[k] * row[i];
    }
    for (std::size_t x = 0; x < outputs; ++x) {
      for (std::size_t c = 0; c < 3; ++c) {
        planar[(c * outputs + y) * outputs + x] =
            static_cast<std::uint8_t>(std::clamp(std::lround(line[3 * x + c]), 0L, 255L));
      }
    }
  }
}

}  // namespace cleave
