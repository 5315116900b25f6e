// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/learn/mlp.h"

#include <cmath>

namespace cleave::learn {

Mlp::Mlp(std::vector<std::size_t> sizes) : sizes_(std::move(sizes)) {
  for (std::size_t i = 0; i + 1 < sizes_.size(); ++i) {
    Layer layer{sizes_[i], sizes_[i + 1], padded(sizes_[i + 1]), parameterCount_, 0};
    layer.bias = layer.weights + layer.inputs * layer.stride;
    parameterCount_ = layer.bias + layer.stride;
    layers_.push_back(layer);
  }
  gradients_.resize(layers_.size());
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

void Mlp::forward(const float* parameters, const Matrix& input, Tape& tape) const {
  const Kernels& k = kernels();
  tape.outputs.resize(layers_.size());
  const Matrix* from = &input;
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    const Layer& layer = layers_[i];
    Matrix& to = tape.outputs[i];
    to.resize(input.rows(), layer.outputs);
    k.multiply(to.rows(), to.stride(), layer.inputs, from->data(), from->stride(), 1, parameters + layer.weights,
               layer.stride, to.data(), to.stride(), false);
    k.addBias(to.rows(), to.stride(), parameters + layer.bias, i + 1 < layers_.size(), to.data());
    from = &to;
  }
}

void Mlp::backward(const float* parameters, const Matrix& input, const Tape& tape, Matrix& outputGradient,
                   float* gradients) {
  const Kernels& k = kernels();
  Matrix* out = &outputGradient;
  for (std::size_t i = layers_.size(); i-- > 0;) {
    const Layer& layer = layers_[i];
    const Matrix& in = i == 0 ? input : tape.outputs[i - 1];
    if (i + 1 < layers_.size()) k.gateRelu(out->size(), tape.outputs[i].data(), out->data());
    // dW += in^T out, db += the sum of out's rows
    k.multiply(layer.inputs, layer.stride, in.rows(), in.data(), 1, in.stride(), out->data(), out->stride(),
               gradients + layer.weights, layer.stride, true);
    k.addColumns(out->rows(), out->stride(), out->data(), gradients + layer.bias);
    if (i == 0) break;
    transposed_.resize(layer.outputs, layer.inputs);
    for (std::size_t r = 0; r < layer.inputs; ++r) {
      const float* row = parameters + layer.weights + r * layer.stride;
      for (std::size_t c = 0; c < layer.outputs; ++c) transposed_.row(c)[r] = row[c];
    }
    Matrix& to = gradients_[i];
    to.resize(out->rows(), layer.inputs);
    k.multiply(to.rows(), to.stride(), layer.outputs, out->data(), out->stride(), 1, transposed_.data(),
               transposed_.stride(), to.data(), to.stride(), false);
    out = &to;
  }
}

}  // namespace cleave::learn
