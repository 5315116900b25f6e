// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/augment.h"

#include <algorithm>
#include <cmath>

namespace cleave {
namespace {

constexpr std::uint8_t kErased = 128;  // the network's zero: frames are normalised around the middle grey

int within(SplitMix& random, int low, int high) {
  return low + static_cast<int>(random.below(static_cast<std::uint64_t>(high - low + 1)));
}

bool chance(SplitMix& random, double probability) {
  return static_cast<double>(random.next() >> 11) * 0x1p-53 < probability;
}

int reflected(int at, int extent) {
  if (at < 0) at = -at;
  if (at >= extent) at = 2 * (extent - 1) - at;
  return std::clamp(at, 0, extent - 1);
}

void erase(const ImageSet& images, double largest, SplitMix& random, std::span<std::uint8_t> image) {
  const int shorter = std::min(images.height, images.width);
  const int high = std::max(1, static_cast<int>(std::lround(largest * shorter)));
  const int side = within(random, std::max(1, high / 3), high);
  const int top = within(random, 0, images.height - side);
  const int left = within(random, 0, images.width - side);
  for (int c = 0; c < images.channels; ++c) {
    for (int y = top; y < top + side; ++y) {
      std::fill_n(image.begin() + (c * images.height + y) * images.width + left, side, kErased);
    }
  }
}

}  // namespace

void augment(const ImageSet& images, int index, const Augmentation& how, SplitMix& random, std::span<std::uint8_t> to) {
  const auto* const from = images.pixels.data() + static_cast<std::size_t>(index) * images.imageBytes();
  const bool flip = how.flip && random.below(2) == 1;
  const int farthestX = static_cast<int>(std::lround(how.shift * images.width));
  const int farthestY = static_cast<int>(std::lround(how.shift * images.height));
  const int dx = within(random, -farthestX, farthestX);
  const int dy = within(random, -farthestY, farthestY);
  auto out = to.begin();
  for (int c = 0; c < images.channels; ++c) {
    for (int y = 0; y < images.height; ++y) {
      const auto* const row = from + (c * images.height + reflected(y + dy, images.height)) * images.width;
      for (int x = 0; x < images.width; ++x) {
        *out++ = row[reflected((flip ? images.width - 1 - x : x) + dx, images.width)];
      }
    }
  }
  if (chance(random, how.eraseChance)) erase(images, how.eraseLargest, random, to);
}

}  // namespace cleave
