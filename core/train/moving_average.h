// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/torch.h"

#include "core/network/weights.h"

// For core/train's sources only.
namespace cleave {

/// An exponential moving average over training steps of everything that a network is made of, batch-norm statistics
/// included: the average generalises better than the last step does. Young averages forget faster, so that the start
/// does not weigh on them: decay = min(limit, (1 + n) / (10 + n)) after n steps.
class MovingAverage {
 public:
  /// @param live the network's state; its tensors are read at every update
  MovingAverage(NamedTensors live, double limit);

  void update();
  /// Starts over from the live values: what was averaged belongs to another frame size.
  void restart();

  /// By the names of the live tensors with "average." before them, and the age: what a checkpoint must hold.
  [[nodiscard]] NamedTensors state() const;
  /// Copies the average over the live tensors; training is over then.
  void apply() const;

 private:
  NamedTensors live_;
  NamedTensors average_;
  torch::Tensor age_;
  double limit_;
};

}  // namespace cleave
