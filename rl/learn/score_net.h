// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "rl/learn/encoding.h"
#include "rl/learn/mlp.h"

namespace cleave::learn {

/// A network that scores every choice of a batch of observations, in either shape. Parameters are the caller's.
class ScoreNet {
 public:
  /// @param hidden sizes of layers; none makes the scores linear in the input
  ScoreNet(const Encoding& encoding, std::size_t choices, const std::vector<std::size_t>& hidden);

  using Tape = Mlp::Tape;
  [[nodiscard]] std::size_t parameterCount() const { return mlp_.parameterCount(); }
  /// Whose parameters they are: one output a choice when flat, else one for all.
  [[nodiscard]] const Mlp& perceptron() const { return mlp_; }
  void initialise(float* parameters, FastRandom& random) const { mlp_.initialise(parameters, random); }

  /// @param input of Encoding::encode, for N observations
  /// @param scores becomes {N, choices}
  void scores(const float* parameters, const Matrix& input, Tape& tape, Matrix& scores) const;
  /// @param gradient of `scores`; overwritten
  void backward(const float* parameters, const Matrix& input, const Tape& tape, Matrix& gradient, float* gradients);

  /// The score of one choice an observation: cheap where the shape allows it.
  void chosen(const float* parameters, const Matrix& input, const std::vector<std::size_t>& slots,
              std::vector<float>& values);
  /// After chosen() with the same arguments.
  void backwardChosen(const float* parameters, const Matrix& input, const std::vector<std::size_t>& slots,
                      const std::vector<float>& gradient, float* gradients);

 private:
  NetShape shape_;
  std::size_t choices_;
  Mlp mlp_;
  Matrix rows_;          ///< scratch: the chosen rows of the input
  Matrix spread_;        ///< scratch: gradients as the perceptron has its outputs
  Matrix spreadChosen_;  ///< the same, of the chosen
  Tape tape_;            ///< of chosen()
};

}  // namespace cleave::learn
