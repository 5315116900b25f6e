// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rl/learn/encoding.h"
#include "rl/nn/matrix.h"

namespace cleave::learn {

/// The softmax over the actions. What is masked, as the padding is, has probability 0 and log probability 0, so that
/// their product, which entropies sum, is 0 and not NaN.
struct MaskedSoftmax {
  /// @param scores {observations, actions}
  void compute(const ActionSpace& actionSpace, const Matrix& scores) {
    logs.resize(scores.rows(), scores.columns());
    probabilities.resize(scores.rows(), scores.columns());
    for (std::size_t i = 0; i < scores.rows(); ++i) {
      kernels().softmax(scores.stride(), scores.row(i), actionSpace.mask().data(), logs.row(i), probabilities.row(i));
    }
  }
  /// An action of row i, drawn with its probability.
  std::size_t draw(std::size_t i, FastRandom& random) const {
    const float* row = probabilities.row(i);
    double left = random.uniform();
    std::size_t last = 0;
    for (std::size_t action = 0; action < probabilities.columns(); ++action) {
      if (!(row[action] > 0)) continue;
      last = action;
      left -= static_cast<double>(row[action]);
      if (left < 0) return action;
    }
    return last;  // rounding can leave a sliver beyond the last
  }

  Matrix logs;           ///< {observations, actions}
  Matrix probabilities;  ///< {observations, actions}
};

}  // namespace cleave::learn
