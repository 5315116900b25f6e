// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/sparsity.h"

namespace cleave {

torch::Tensor density(const torch::Tensor& feature) {
  constexpr double kDead = 1e-12;  // a feature of zeros is as sparse as can be, not 0 / 0
  const auto values = feature.to(torch::kFloat32);
  return values.abs().mean() / torch::sqrt(values.square().mean() + kDead);
}

TrainableNetwork::FeatureHook SparsityPenalty::before(TrainableNetwork::FeatureHook next) {
  return [this, next = std::move(next)](const std::string& layer, const torch::Tensor& feature) {
    // An eighth of the images tells enough, and a float32 copy of them all would cost half as much as the network.
    const auto one = density(feature.slice(0, 0, (feature.size(0) + 7) / 8));
    sum_ = sum_.defined() ? sum_ + one : one;
    return next ? next(layer, feature) : feature;
  };
}

}  // namespace cleave
