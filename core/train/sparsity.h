// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/torch.h"

#include "core/train/trainable_network.h"

// For core/train's sources only.
namespace cleave {

/// How far a feature is from sparse: mean |x| over the root mean square, 1 for a constant, near 0 for a few large
/// values among zeros (Hoyer's measure, JMLR 5, 2004; it does not change with scale, so that batch normalisation cannot
/// trick it). Sparse features are what the lossless stage shortens.
torch::Tensor density(const torch::Tensor& feature);

/// Sums the densities of all features of one forward pass, of the first eighth of its images.
class SparsityPenalty {
 public:
  /// A hook that looks at every feature and then calls `next`, if there is one. The penalty outlives it.
  TrainableNetwork::FeatureHook before(TrainableNetwork::FeatureHook next);
  /// Of the features seen: a scalar, undefined before the first.
  [[nodiscard]] const torch::Tensor& sum() const { return sum_; }

 private:
  torch::Tensor sum_;
};

}  // namespace cleave
