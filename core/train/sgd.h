// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/trainable_network.h"

// For core/train's sources only.
namespace cleave {

/// Stochastic gradient descent with Nesterov momentum and decoupled-from-norms weight decay. Own, because its whole
/// state must go into a checkpoint by parameter name.
class Sgd {
 public:
  Sgd(const std::vector<TrainableNetwork::Parameter>& parameters, double momentum, double weightDecay);

  void zeroGradients();
  void step(double rate);
  /// Momentum buffers by parameter name plus ".momentum"; the tensors are the live ones.
  [[nodiscard]] NamedTensors state() const;

 private:
  const std::vector<TrainableNetwork::Parameter>& parameters_;
  std::vector<torch::Tensor> velocity_;
  double momentum_;
  double weightDecay_;
};

}  // namespace cleave
