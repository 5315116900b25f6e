// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "rl/learn/encoding.h"
#include "rl/learn/matrix.h"

namespace cleave::learn {

/// The softmax over the choices that each observation allows. What is not allowed has probability 0 and log
/// probability 0, so that their product, which entropies sum, is 0 and not NaN.
struct MaskedSoftmax {
  /// @param scores {observations, choices}
  void compute(const Choices& choices, std::span<const Observation> observations, const Matrix& scores) {
    logs.resize(scores.rows(), scores.columns());
    probabilities.resize(scores.rows(), scores.columns());
    for (std::size_t i = 0; i < scores.rows(); ++i) {
      kernels().softmax(scores.stride(), scores.row(i), choices.allowed(observations[i]).data(), logs.row(i),
                        probabilities.row(i));
    }
  }
  /// A slot of row i, drawn with its probability.
  std::size_t draw(std::size_t i, FastRandom& random) const {
    const float* chances = probabilities.row(i);
    double left = random.uniform();
    std::size_t last = 0;
    for (std::size_t slot = 0; slot < probabilities.columns(); ++slot) {
      if (!(chances[slot] > 0)) continue;
      last = slot;
      left -= static_cast<double>(chances[slot]);
      if (left < 0) return slot;
    }
    return last;  // rounding can leave a sliver beyond the last
  }

  Matrix logs;           ///< {observations, choices}
  Matrix probabilities;  ///< {observations, choices}
};

}  // namespace cleave::learn
