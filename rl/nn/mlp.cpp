// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/nn/mlp.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace cleave::learn {
namespace {

constexpr std::size_t kBlockRows = 128;
constexpr float kLost = 0x1p-23F;  // beside 1

}  // namespace

Mlp::Mlp(const std::vector<std::size_t>& sizes) {
  for (std::size_t i = 0; i + 1 < sizes.size(); ++i) {
    Layer layer{sizes[i], sizes[i + 1], padded(sizes[i + 1]), parameterCount_, 0};
    layer.bias = layer.weights + layer.inputs * layer.stride;
    parameterCount_ = layer.bias + layer.stride;
    layers_.push_back(layer);
  }
  ins_.resize(layers_.size());
  gathered_.resize(layers_.size());
  gradients_.resize(layers_.size());
  transposed_.resize(layers_.size());
}

void Mlp::initialise(float* parameters, FastRandom& random) const {
  for (const Layer& layer : layers_) {
    const bool last = &layer == &layers_.back();
    const double bound = std::sqrt(6.0 / static_cast<double>(layer.inputs)) * (last ? 0.01 : 1);
    for (std::size_t i = 0; i < layer.inputs; ++i) {
      float* row = parameters + layer.weights + i * layer.stride;
      for (std::size_t j = 0; j < layer.stride; ++j) {
        row[j] = j < layer.outputs ? static_cast<float>(bound * (2 * random.uniform() - 1)) : 0.0F;
      }
    }
    for (std::size_t j = 0; j < layer.stride; ++j) parameters[layer.bias + j] = 0;
  }
}

template <class Work>
void Mlp::eachBlock(std::size_t rows, const Work& work) {
  for (std::size_t begin = 0; begin < rows; begin += kBlockRows) work(Block{begin, std::min(kBlockRows, rows - begin)});
}

void Mlp::prepare(const Matrix& input, Tape& tape) const {
  tape.outputs.resize(layers_.size());
  for (std::size_t i = 0; i + 1 < layers_.size(); ++i) {
    tape.outputs[i].resize(tape.keep ? input.rows() : std::min(kBlockRows, input.rows()), layers_[i].outputs);
  }
}

const float* Mlp::forwardBlock(const float* parameters, const Matrix& input, Block block, std::size_t layers,
                               Tape& tape) const {
  const float* from = input.row(block.begin);
  std::size_t stride = input.stride();
  for (std::size_t i = 0; i < layers; ++i) {
    const Layer& layer = layers_[i];
    const bool last = i + 1 == layers_.size();
    Matrix& to = tape.outputs[i];
    float* out = to.row(last || tape.keep ? block.begin : 0);
    kernels().affine(block.rows, layer.stride, layer.inputs, from, stride, parameters + layer.weights, layer.stride,
                     parameters + layer.bias, !last, out, to.stride());
    from = out;
    stride = to.stride();
  }
  return from;
}

void Mlp::forward(const float* parameters, const Matrix& input, Tape& tape) const {
  prepare(input, tape);
  tape.outputs.back().resize(input.rows(), layers_.back().outputs);
  eachBlock(input.rows(), [&](Block block) { forwardBlock(parameters, input, block, layers_.size(), tape); });
}

void Mlp::forwardPicked(const float* parameters, const Matrix& input, std::span<const std::size_t> outputs, Tape& tape,
                        std::vector<float>& values) const {
  const Layer& layer = layers_.back();
  prepare(input, tape);
  tape.last.resize(layer.outputs, layer.inputs);
  kernels().transpose(layer.inputs, layer.outputs, parameters + layer.weights, layer.stride, tape.last.data(),
                      tape.last.stride(), false);
  values.resize(input.rows());
  eachBlock(input.rows(), [&](Block block) {
    const float* hidden = forwardBlock(parameters, input, block, layers_.size() - 1, tape);
    kernels().pick(block.rows, tape.last.stride(), hidden, tape.last.data(), parameters + layer.bias,
                   outputs.empty() ? nullptr : outputs.data() + block.begin, values.data() + block.begin);
  });
}

void Mlp::transposeWeights(const float* parameters, std::size_t layers) {
  for (std::size_t i = 1; i < layers; ++i) {  // nobody asks for the gradient of the input
    const Layer& layer = layers_[i];
    transposed_[i].resize(layer.outputs, layer.inputs);
    kernels().transpose(layer.inputs, layer.outputs, parameters + layer.weights, layer.stride, transposed_[i].data(),
                        transposed_[i].stride(), false);
  }
}

void Mlp::backwardBlock(std::size_t rows, std::size_t top, const float* gradient, float* gradients) {
  const Kernels& k = kernels();
  for (std::size_t i = top + 1; i-- > 0;) {
    const Layer& layer = layers_[i];
    // dW += in^T gradient, db += the sum of the gradient's rows
    k.multiply(layer.inputs, layer.stride, rows, ins_[i], 1, padded(layer.inputs), gradient, layer.stride,
               gradients + layer.weights, layer.stride, true);
    k.addColumns(rows, layer.stride, gradient, gradients + layer.bias);
    if (i == 0) break;
    Matrix& to = gradients_[i];
    to.resize(kBlockRows, layer.inputs);
    k.multiplyGated(rows, to.stride(), layer.outputs, gradient, layer.stride, transposed_[i].data(),
                    transposed_[i].stride(), ins_[i], to.data(), to.stride());
    gradient = to.data();
  }
}

void Mlp::backward(const float* parameters, const Matrix& input, const Tape& tape, const Matrix& outputGradient,
                   float* gradients) {
  transposeWeights(parameters, layers_.size());
  eachBlock(input.rows(), [&](Block block) {
    for (std::size_t i = 0; i < layers_.size(); ++i) ins_[i] = (i == 0 ? input : tape.outputs[i - 1]).row(block.begin);
    backwardBlock(block.rows, layers_.size() - 1, outputGradient.row(block.begin), gradients);
  });
}

void Mlp::backwardPicked(const float* parameters, const Matrix& input, const Tape& tape,
                         std::span<const std::size_t> outputs, std::span<const float> slopes, float* gradients) {
  const Layer& layer = layers_.back();
  const std::size_t top = layers_.size() - 1;
  transposeWeights(parameters, top);
  lastGradient_.resize(layer.outputs, layer.inputs);
  lastGradient_.clear();
  gradients_[top].resize(kBlockRows, layer.inputs);
  for (std::size_t i = 0; i <= top; ++i) {
    gathered_[i].resize(kBlockRows, layers_[i].inputs);
    ins_[i] = gathered_[i].data();
  }
  float largest = 0;
  for (const float slope : slopes) largest = std::max(largest, std::abs(slope));
  std::array<std::size_t, kBlockRows> rows{};
  std::array<std::size_t, kBlockRows> rowOutputs{};
  std::array<float, kBlockRows> rowSlopes{};
  std::size_t count = 0;
  const auto flush = [&] {
    for (std::size_t i = 0; i <= top; ++i) {
      const Matrix& from = i == 0 ? input : tape.outputs[i - 1];
      kernels().gather(count, from.stride(), from.data(), rows.data(), gathered_[i].data());
    }
    kernels().pickBack(count, tape.last.stride(), ins_[top], tape.last.data(), rowOutputs.data(), rowSlopes.data(),
                       lastGradient_.data(), gradients + layer.bias, gradients_[top].data());
    if (top > 0) backwardBlock(count, top - 1, gradients_[top].data(), gradients);
    count = 0;
  };
  for (std::size_t row = 0; row < input.rows(); ++row) {
    if (std::abs(slopes[row]) <= kLost * largest) continue;
    rows[count] = row;
    rowOutputs[count] = outputs.empty() ? 0 : outputs[row];
    rowSlopes[count] = slopes[row];
    if (++count == kBlockRows) flush();
  }
  if (count > 0) flush();
  kernels().transpose(layer.outputs, layer.inputs, lastGradient_.data(), lastGradient_.stride(),
                      gradients + layer.weights, layer.stride, true);
}

}  // namespace cleave::learn
