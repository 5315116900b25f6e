// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/torch.h"

#include <cstdint>

#include "core/data/dataset.h"
#include "core/train/augment.h"
#include "core/types/network_description.h"

// For core/train's sources only.
namespace cleave {

struct Batch {
  torch::Tensor frames;       ///< float32 {N, 3, size, size}, normalised as the runtime does
  torch::Tensor labels;       ///< int64 {N}
  torch::Tensor otherLabels;  ///< of the images blended in, where ownShare < 1
  double ownShare = 1;        ///< of each image in its frame (mixup)
};

/// Training batches as a pure function of (seed, step), so that a resumed training sees what an unbroken one would.
class BatchSource {
 public:
  /// Keeps a reference to `images`.
  BatchSource(const ImageSet& images, const FrameDescription& frame, const Augmentation& augmentation, int batchSize,
              std::uint64_t seed, torch::Device device);

  [[nodiscard]] Batch at(std::int64_t step, int frameSize);

 private:
  void shuffle(std::uint64_t epoch);

  const ImageSet& images_;
  torch::Tensor mean_;  ///< {1, channels, 1, 1}, of bytes
  torch::Tensor deviation_;
  Augmentation augmentation_;
  int batchSize_;
  std::uint64_t seed_;
  torch::Device device_;
  std::uint64_t shuffledEpoch_ = ~std::uint64_t{0};
  std::vector<std::int32_t> order_;
};

}  // namespace cleave
