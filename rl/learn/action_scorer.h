// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "rl/learn/encoding.h"
#include "rl/nn/mlp.h"

namespace cleave::learn {

/// A network that scores every action of a batch of observations, in either shape. Parameters are the caller's.
class ActionScorer {
 public:
  /// @param hidden sizes of layers; none makes the scores linear in the input
  ActionScorer(const Encoding& encoding, std::size_t actionCount, const std::vector<std::size_t>& hidden);

  /// Of scores(), for backward().
  struct Tape {
    Mlp::Tape layers;
    std::vector<float> values;
  };
  [[nodiscard]] std::size_t parameterCount() const { return mlp_.parameterCount(); }
  /// Whose parameters they are: one output per action when flat, else one for all.
  [[nodiscard]] const Mlp& perceptron() const { return mlp_; }
  void initialise(float* parameters, FastRandom& random) const { mlp_.initialise(parameters, random); }

  /// @param input of Encoding::encode, for N observations
  /// @param scores becomes {N, actions}
  void scores(const float* parameters, const Matrix& input, Tape& tape, Matrix& scores) const;
  /// Adds to `gradients`. @param gradient of `scores`
  void backward(const float* parameters, const Matrix& input, const Tape& tape, const Matrix& gradient,
                float* gradients);

  /// The score of one action per observation: cheap. @param input of Encoding::encodeChosen, for the same actions
  void chosen(const float* parameters, const Matrix& input, const std::vector<std::size_t>& actions,
              std::vector<float>& values);
  /// After chosen() with the same arguments.
  void backwardChosen(const float* parameters, const Matrix& input, const std::vector<std::size_t>& actions,
                      const std::vector<float>& gradient, float* gradients);

 private:
  /// Which output each row is for: Features have one only.
  [[nodiscard]] std::span<const std::size_t> outputsOf(const std::vector<std::size_t>& actions) const {
    return shape_ == NetShape::Flat ? std::span(actions) : std::span<const std::size_t>();
  }

  NetShape shape_;
  std::size_t actionCount_;
  Mlp mlp_;
  std::vector<float> slopes_;  ///< scratch: the gradient of scores, one a row of the input
  Mlp::Tape tape_;             ///< of chosen()
};

}  // namespace cleave::learn
