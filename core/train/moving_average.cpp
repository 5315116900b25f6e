// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/moving_average.h"

#include <algorithm>

namespace cleave {

MovingAverage::MovingAverage(NamedTensors live, double limit)
    : live_(std::move(live)), age_(torch::zeros({1})), limit_(limit) {
  for (const auto& [name, tensor] : live_) average_[name] = tensor.detach().clone();
}

void MovingAverage::update() {
  const torch::NoGradGuard noGrad;
  const double age = age_.item<float>();
  const double decay = std::min(limit_, (1 + age) / (10 + age));
  for (const auto& [name, tensor] : live_) average_[name].lerp_(tensor, 1 - decay);
  age_.add_(1);
}

void MovingAverage::restart() {
  const torch::NoGradGuard noGrad;
  for (const auto& [name, tensor] : live_) average_[name].copy_(tensor);
  age_.zero_();
}

NamedTensors MovingAverage::state() const {
  NamedTensors tensors{{"average_age", age_}};
  for (const auto& [name, tensor] : average_) tensors["average." + name] = tensor;
  return tensors;
}

void MovingAverage::apply() const {
  const torch::NoGradGuard noGrad;
  for (const auto& [name, tensor] : live_) torch::Tensor(tensor).copy_(average_.at(name));
}

}  // namespace cleave
