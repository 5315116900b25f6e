// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

#include "core/data/dataset.h"
#include "core/types/random.h"

namespace cleave {

/// What happens to a training image, at its native size, before it is scaled to the frame.
struct Augmentation {
  bool flip = true;             ///< mirrored left to right, every second image
  double shift = 0.125;         ///< largest shift as a share of the side; what moves in is reflected
  double eraseChance = 0.5;     ///< of a square being erased (random erasing, arXiv 1708.04896)
  double eraseLargest = 0.375;  ///< largest erased side as a share of the side; the smallest is a third of that
  double mix = 0;               ///< share of steps that blend each image with another (mixup, arXiv 1710.09412)
};

/// Writes image `index` of the set, augmented, to `to` (imageBytes() long).
void augment(const ImageSet& images, int index, const Augmentation& how, SplitMix& random, std::span<std::uint8_t> to);

}  // namespace cleave
