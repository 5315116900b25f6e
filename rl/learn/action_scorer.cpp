// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/learn/action_scorer.h"

#include <algorithm>

namespace cleave::learn {
namespace {

std::vector<std::size_t> layerSizes(const Encoding& encoding, const std::vector<std::size_t>& hidden) {
  std::vector<std::size_t> sizes{encoding.inputs()};
  sizes.insert(sizes.end(), hidden.begin(), hidden.end());
  sizes.push_back(encoding.outputs());
  return sizes;
}

}  // namespace

ActionScorer::ActionScorer(const Encoding& encoding, std::size_t actionCount, const std::vector<std::size_t>& hidden)
    : shape_(encoding.shape()), actionCount_(actionCount), mlp_(layerSizes(encoding, hidden)) {}

void ActionScorer::scores(const float* parameters, const Matrix& input, Tape& tape, Matrix& scores) const {
  if (shape_ == NetShape::Flat) {
    mlp_.forward(parameters, input, tape.layers);
    const Matrix& result = tape.layers.result();
    scores.resize(result.rows(), actionCount_);
    std::copy_n(result.data(), result.size(), scores.data());
    return;
  }
  mlp_.forwardPicked(parameters, input, {}, tape.layers, tape.values);
  scores.resize(input.rows() / actionCount_, actionCount_);
  for (std::size_t i = 0; i < scores.rows(); ++i) {
    std::copy_n(tape.values.data() + i * actionCount_, actionCount_, scores.row(i));
  }
}

void ActionScorer::backward(const float* parameters, const Matrix& input, const Tape& tape, const Matrix& gradient,
                            float* gradients) {
  if (shape_ == NetShape::Flat) return mlp_.backward(parameters, input, tape.layers, gradient, gradients);
  slopes_.resize(input.rows());
  for (std::size_t i = 0; i < gradient.rows(); ++i) {
    std::copy_n(gradient.row(i), actionCount_, slopes_.data() + i * actionCount_);
  }
  mlp_.backwardPicked(parameters, input, tape.layers, {}, slopes_, gradients);
}

void ActionScorer::chosen(const float* parameters, const Matrix& input, const std::vector<std::size_t>& actions,
                          std::vector<float>& values) {
  mlp_.forwardPicked(parameters, input, outputsOf(actions), tape_, values);
}

void ActionScorer::backwardChosen(const float* parameters, const Matrix& input, const std::vector<std::size_t>& actions,
                                  const std::vector<float>& gradient, float* gradients) {
  mlp_.backwardPicked(parameters, input, tape_, outputsOf(actions), gradient, gradients);
}

}  // namespace cleave::learn
