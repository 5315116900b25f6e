// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/sgd.h"

namespace cleave {

Sgd::Sgd(const std::vector<TrainableNetwork::Parameter>& parameters, double momentum, double weightDecay)
    : parameters_(parameters), momentum_(momentum), weightDecay_(weightDecay) {
  for (const auto& parameter : parameters_) velocity_.push_back(torch::zeros_like(parameter.tensor));
}

void Sgd::zeroGradients() {
  for (const auto& parameter : parameters_) parameter.tensor.mutable_grad() = torch::Tensor();
}

void Sgd::step(double rate) {
  const torch::NoGradGuard noGrad;
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    auto tensor = parameters_[i].tensor;
    auto gradient = tensor.grad();
    if (!gradient.defined()) continue;
    if (parameters_[i].decays) gradient = gradient.add(tensor, weightDecay_);
    velocity_[i].mul_(momentum_).add_(gradient);
    tensor.add_(gradient.add(velocity_[i], momentum_), -rate);
  }
}

NamedTensors Sgd::state() const {
  NamedTensors tensors;
  for (std::size_t i = 0; i < parameters_.size(); ++i) tensors[parameters_[i].name + ".momentum"] = velocity_[i];
  return tensors;
}

}  // namespace cleave
