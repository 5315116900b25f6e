// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/activation.h"

#include <algorithm>
#include <cmath>

#include "core/network/activation_impl.h"

namespace cleave {

Activation::Activation(const Shape& shape) {
  std::vector<std::int64_t> sizes{1};
  sizes.insert(sizes.end(), shape.begin(), shape.end());
  impl_ = std::make_shared<Impl>(Impl{torch::empty(sizes, torch::kFloat32)});
}

Shape Activation::shape() const {
  const auto sizes = impl_->tensor.sizes();
  return {sizes.begin() + 1, sizes.end()};
}

std::span<const float> Activation::values() const {
  return {impl_->tensor.data_ptr<float>(), static_cast<std::size_t>(impl_->tensor.numel())};
}

std::span<float> Activation::mutableValues() {
  return {impl_->tensor.data_ptr<float>(), static_cast<std::size_t>(impl_->tensor.numel())};
}

std::vector<float> softmax(std::span<const float> scores) {
  std::vector<float> result(scores.begin(), scores.end());
  const float top = scores.empty() ? 0.0F : *std::ranges::max_element(scores);
  float sum = 0;
  for (float& value : result) sum += value = std::exp(value - top);
  for (float& value : result) value /= sum;
  return result;
}

int argmax(std::span<const float> scores) {
  return static_cast<int>(std::ranges::max_element(scores) - scores.begin());
}

}  // namespace cleave
