// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "rl/nn/state_file.h"

namespace cleave::learn {

/// Ridge regression, one sample after the other: inverse (ridge I + sum x x^T) is kept up to date by the formula of
/// Sherman and Morrison, so that a sample costs the square of the inputs.
class Ridge {
 public:
  Ridge(std::size_t inputs, double ridge) : inverse_(inputs * inputs), sums_(inputs), weights_(inputs), along_(inputs) {
    for (std::size_t i = 0; i < inputs; ++i) inverse_[i * inputs + i] = 1 / ridge;
  }

  void add(std::span<const double> x, double y);
  /// x^T inverse x: the variance of the estimate at x, in units of that of the noise.
  [[nodiscard]] double variance(std::span<const double> x) const;
  [[nodiscard]] double estimate(std::span<const double> x) const;
  [[nodiscard]] std::span<const double> weights() const { return weights_; }
  void save(StateWriter& state) const;
  void load(StateReader& state);

 private:
  std::vector<double> inverse_;  ///< row by row; symmetric
  std::vector<double> sums_;     ///< of x y
  std::vector<double> weights_;  ///< inverse * sums
  std::vector<double> along_;    ///< scratch: inverse * x
};

}  // namespace cleave::learn
