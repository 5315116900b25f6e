// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/learn/score_net.h"

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

ScoreNet::ScoreNet(const Encoding& encoding, std::size_t choices, const std::vector<std::size_t>& hidden)
    : shape_(encoding.shape()), choices_(choices), mlp_(layerSizes(encoding, hidden)) {}

void ScoreNet::scores(const float* parameters, const Matrix& input, Tape& tape, Matrix& scores) const {
  mlp_.forward(parameters, input, tape);
  const Matrix& result = tape.result();
  if (shape_ == NetShape::Flat) {
    scores.resize(result.rows(), choices_);
    std::copy_n(result.data(), result.size(), scores.data());
    return;
  }
  scores.resize(result.rows() / choices_, choices_);
  for (std::size_t i = 0; i < scores.rows(); ++i) {
    float* to = scores.row(i);
    const float* from = result.row(i * choices_);
    for (std::size_t slot = 0; slot < choices_; ++slot) to[slot] = from[slot * result.stride()];
  }
}

void ScoreNet::backward(const float* parameters, const Matrix& input, const Tape& tape, Matrix& gradient,
                        float* gradients) {
  if (shape_ == NetShape::Flat) return mlp_.backward(parameters, input, tape, gradient, gradients);
  spread_.resize(input.rows(), 1);
  for (std::size_t i = 0; i < gradient.rows(); ++i) {
    for (std::size_t slot = 0; slot < choices_; ++slot) spread_.row(i * choices_ + slot)[0] = gradient.row(i)[slot];
  }
  mlp_.backward(parameters, input, tape, spread_, gradients);
}

void ScoreNet::chosen(const float* parameters, const Matrix& input, const std::vector<std::size_t>& slots,
                      std::vector<float>& values) {
  values.resize(slots.size());
  if (shape_ == NetShape::Flat) {
    mlp_.forward(parameters, input, tape_);
    for (std::size_t i = 0; i < slots.size(); ++i) values[i] = tape_.result().row(i)[slots[i]];
    return;
  }
  rows_.resize(slots.size(), input.columns());
  for (std::size_t i = 0; i < slots.size(); ++i) {
    std::copy_n(input.row(i * choices_ + slots[i]), input.stride(), rows_.row(i));
  }
  mlp_.forward(parameters, rows_, tape_);
  for (std::size_t i = 0; i < slots.size(); ++i) values[i] = tape_.result().row(i)[0];
}

void ScoreNet::backwardChosen(const float* parameters, const Matrix& input, const std::vector<std::size_t>& slots,
                              const std::vector<float>& gradient, float* gradients) {
  const bool flat = shape_ == NetShape::Flat;
  spreadChosen_.resize(slots.size(), flat ? choices_ : 1);
  spreadChosen_.clear();
  for (std::size_t i = 0; i < slots.size(); ++i) spreadChosen_.row(i)[flat ? slots[i] : 0] = gradient[i];
  mlp_.backward(parameters, flat ? input : rows_, tape_, spreadChosen_, gradients);
}

}  // namespace cleave::learn
