// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "rl/nn/kernels.h"
#include "rl/nn/state_file.h"

namespace cleave::learn {

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
