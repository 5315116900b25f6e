// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "rl/learn/matrix.h"
#include "rl/world/fast_random.h"

namespace cleave::learn {

/// Layer sizes of a rectified multi-layer perceptron; its parameters lie flat in a vector of the caller's, so that an
/// optimiser, a target network or a file sees one array. Rows of weights are padded as a Matrix's are; padding stays
/// zero, because its gradient is.
class Mlp {
 public:
  /// @param sizes inputs, hidden..., outputs; without hidden ones it is linear
  explicit Mlp(std::vector<std::size_t> sizes);

  /// Outputs of every layer of one forward pass: what the backward pass needs.
  struct Tape {
    std::vector<Matrix> outputs;
    [[nodiscard]] const Matrix& result() const { return outputs.back(); }
  };

  [[nodiscard]] std::size_t parameterCount() const { return parameterCount_; }
  [[nodiscard]] const std::vector<std::size_t>& sizes() const { return sizes_; }
  /// Where in the parameters a layer's weight of an input for an output lies, and an output's bias.
  [[nodiscard]] std::size_t weightAt(std::size_t layer, std::size_t input, std::size_t output) const {
    return layers_[layer].weights + input * layers_[layer].stride + output;
  }
  [[nodiscard]] std::size_t biasAt(std::size_t layer, std::size_t output) const { return layers_[layer].bias + output; }
  /// He's uniform initialisation; the last layer a hundredth of it, so that scores start out nearly equal.
  void initialise(float* parameters, FastRandom& random) const;
  /// @param input {rows, inputs}
  void forward(const float* parameters, const Matrix& input, Tape& tape) const;
  /// Adds to `gradients` what `outputGradient`, {rows, outputs}, makes of the parameters; it is overwritten.
  void backward(const float* parameters, const Matrix& input, const Tape& tape, Matrix& outputGradient,
                float* gradients);

 private:
  struct Layer {
    std::size_t inputs = 0;
    std::size_t outputs = 0;
    std::size_t stride = 0;   ///< of a row of weights
    std::size_t weights = 0;  ///< offset of {inputs, stride}
    std::size_t bias = 0;     ///< offset of {stride}
  };

  std::vector<std::size_t> sizes_;
  std::vector<Layer> layers_;
  std::size_t parameterCount_ = 0;
  std::vector<Matrix> gradients_;  ///< scratch, by layer: of its input
  Matrix transposed_;
};

}  // namespace cleave::learn
