// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "core/types/fast_random.h"
#include "rl/nn/matrix.h"

namespace cleave::learn {

/// Layer sizes of a rectified multi-layer perceptron; its parameters lie flat in a vector of the caller's, so that an
/// optimiser, a target network or a file sees one array. Rows of weights are padded as a Matrix's are; padding stays
/// zero, because its gradient is. Passes go through blocks of rows that stay in the nearest caches.
class Mlp {
 public:
  /// @param sizes inputs, hidden..., outputs; without hidden ones it is linear
  explicit Mlp(const std::vector<std::size_t>& sizes);

  /// Outputs of every layer of one forward pass: what the backward pass needs.
  struct Tape {
    bool keep = true;  ///< false: hidden outputs are forgotten block by block, and no backward pass may follow
    std::vector<Matrix> outputs;
    Matrix last;  ///< of forwardPicked(): the last layer's weights, a row for each output
    [[nodiscard]] const Matrix& result() const { return outputs.back(); }
  };

  [[nodiscard]] std::size_t parameterCount() const { return parameterCount_; }
  /// Where in the parameters a layer's weight of an input for an output lies, and an output's bias.
  [[nodiscard]] std::size_t weightAt(std::size_t layer, std::size_t input, std::size_t output) const {
    return layers_[layer].weights + input * layers_[layer].stride + output;
  }
  [[nodiscard]] std::size_t biasAt(std::size_t layer, std::size_t output) const { return layers_[layer].bias + output; }
  /// He's uniform initialisation; the last layer a hundredth of it, so that scores start out nearly equal.
  void initialise(float* parameters, FastRandom& random) const;
  /// @param input {rows, inputs}
  void forward(const float* parameters, const Matrix& input, Tape& tape) const;
  /// Adds to `gradients` what `outputGradient`, {rows, outputs}, makes of the parameters.
  void backward(const float* parameters, const Matrix& input, const Tape& tape, const Matrix& outputGradient,
                float* gradients);

  /// Where of each row only one output is wanted, the last layer is one product of two rows each.
  /// @param outputs which output, one a row; empty: the first of all rows
  /// @param values becomes one a row
  void forwardPicked(const float* parameters, const Matrix& input, std::span<const std::size_t> outputs, Tape& tape,
                     std::vector<float>& values) const;
  /// After forwardPicked() with the same arguments. Rows whose slope is lost in the rounding of the largest one's are
  /// left out: of a policy that has made up its mind, most are. @param slopes the loss's, one a row
  void backwardPicked(const float* parameters, const Matrix& input, const Tape& tape,
                      std::span<const std::size_t> outputs, std::span<const float> slopes, float* gradients);

 private:
  struct Layer {
    std::size_t inputs;
    std::size_t outputs;
    std::size_t stride;   ///< of a row of weights: padded(outputs)
    std::size_t weights;  ///< where they begin in the parameters: {inputs, stride}
    std::size_t bias;
  };
  /// Some rows of a pass.
  struct Block {
    std::size_t begin;
    std::size_t rows;
  };
  template <class Work>
  static void eachBlock(std::size_t rows, const Work& work);
  void prepare(const Matrix& input, Tape& tape) const;
  /// Through the first `layers` layers. @returns the block's rows of the last of these
  const float* forwardBlock(const float* parameters, const Matrix& input, Block block, std::size_t layers,
                            Tape& tape) const;
  void transposeWeights(const float* parameters, std::size_t layers);
  /// From the gradient of what layer `top` put out, already gated, down to the first. In ins_: each layer's inputs.
  void backwardBlock(std::size_t rows, std::size_t top, const float* gradient, float* gradients);

  std::vector<Layer> layers_;
  std::size_t parameterCount_ = 0;
  // Scratch of the backward passes, for one block of rows.
  std::vector<const float*> ins_;   ///< inputs of every layer
  std::vector<Matrix> gathered_;    ///< the same, where rows are left out
  std::vector<Matrix> gradients_;   ///< of every layer's inputs
  std::vector<Matrix> transposed_;  ///< weights of every layer
  Matrix lastGradient_;             ///< as Tape::last
};

}  // namespace cleave::learn
