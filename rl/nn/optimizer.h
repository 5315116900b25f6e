// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

#include "rl/nn/kernels.h"
#include "rl/nn/state_file.h"

// What gradient descent needs besides gradients: a schedule of the learning rate, losses, and the step itself.
namespace cleave::learn {

/// What the learning rate is multiplied by: a cosine from 1 to a tenth over the training.
inline double cosineDecay(double progress) {
  return 0.1 + 0.9 * 0.5 * (1 + std::cos(std::numbers::pi * std::clamp(progress, 0.0, 1.0)));
}

/// Huber's loss: half the square of the error up to `bound`, a straight line beyond. NaN stays NaN.
inline float huberLoss(float error, float bound) {
  const float size = std::abs(error);
  return size > bound ? bound * (size - 0.5F * bound) : 0.5F * error * error;
}
inline float huberSlope(float error, float bound) {
  return std::clamp(error, -bound, bound);
}

/// A running mean for people, over about the last fifty updates. @param updates how many it has seen
inline void blend(double& mean, double value, std::int64_t updates) {
  mean = updates == 0 ? value : mean + 0.02 * (value - mean);
}

/// Adam (arXiv 1412.6980) over a flat array of parameters, with its gradient beside it.
class Adam {
 public:
  Adam(std::size_t count, double rate) : gradient(count), mean(count), square(count), rate_(rate) {}

  void clear() { gradient.assign(gradient.size(), 0.0F); }
  /// @param share of the learning rate, for schedules
  void step(float* parameters, double share = 1) {
    ++steps;
    const double first = 1 - std::pow(0.9, static_cast<double>(steps));
    const double second = std::sqrt(1 - std::pow(0.999, static_cast<double>(steps)));
    AdamStep step;
    step.rate = static_cast<float>(share * rate_ * second / first);
    step.epsilon = static_cast<float>(kEpsilon * second);
    kernels().adam(gradient.size(), step, gradient.data(), mean.data(), square.data(), parameters);
  }

  void save(StateWriter& state) const {
    state.put(mean);
    state.put(square);
    state.put(steps);
  }
  void load(StateReader& state) {
    state.get(mean);
    state.get(square);
    state.get(steps);
  }

  std::vector<float> gradient;
  std::vector<float> mean;    ///< state, public for checkpoints
  std::vector<float> square;  ///< state
  std::int64_t steps = 0;     ///< state

 private:
  static constexpr double kEpsilon = 1e-8;

  double rate_;
};

}  // namespace cleave::learn
