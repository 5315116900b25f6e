// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/plain_forward.h"

#include <torch/nn.h>

#include "core/network/activation_impl.h"
#include "core/network/weights.h"

namespace cleave {
namespace {

template <class Module>
void setWeights(Module& module, const NamedTensors& tensors, const std::string& layer) {
  module->weight.copy_(requireTensor(tensors, layer + ".weight", module->weight.sizes().vec()));
  module->bias.copy_(requireTensor(tensors, layer + ".bias", module->bias.sizes().vec()));
}

void append(torch::nn::Sequential& path, const LayerDescription& d, const Shape& input, const NamedTensors& tensors) {
  switch (d.op) {
    case LayerOp::Conv2d: {
      torch::nn::Conv2d layer(
          torch::nn::Conv2dOptions(input[0], d.outputs, d.kernel).stride(d.stride).padding(d.padding));
      setWeights(layer, tensors, d.name);
      path->push_back(layer);
      break;
    }
    case LayerOp::MaxPool:
      path->push_back(torch::nn::MaxPool2d(torch::nn::MaxPool2dOptions(d.kernel).stride(d.stride).padding(d.padding)));
      break;
    case LayerOp::AdaptiveAvgPool:
      path->push_back(torch::nn::AdaptiveAvgPool2d(torch::nn::AdaptiveAvgPool2dOptions({d.poolSize, d.poolSize})));
      break;
    case LayerOp::Linear: {
      if (input.size() == 3) path->push_back(torch::nn::Flatten());
      torch::nn::Linear layer(elementCount(input), d.outputs);
      setWeights(layer, tensors, d.name);
      path->push_back(layer);
      break;
    }
  }
  if (d.relu) path->push_back(torch::nn::ReLU(torch::nn::ReLUOptions().inplace(true)));
}

}  // namespace

struct PlainForward::Impl {
  torch::nn::Sequential path;
};

PlainForward::PlainForward(const Model& model, int exit) : impl_(std::make_unique<Impl>()) {
  const torch::NoGradGuard noGrad;
  const auto tensors = unpackWeights(model);
  const auto shapes = model.manifest.network.shapes(exit);
  const auto path = model.manifest.network.path(exit);
  for (std::size_t i = 0; i < path.size(); ++i) append(impl_->path, path[i], shapes[i], tensors);
  impl_->path->eval();
}

PlainForward::~PlainForward() = default;
PlainForward::PlainForward(PlainForward&&) noexcept = default;
PlainForward& PlainForward::operator=(PlainForward&&) noexcept = default;

Activation PlainForward::run(const Activation& input) {
  const torch::InferenceMode inference;
  return Activation(std::make_shared<Activation::Impl>(Activation::Impl{impl_->path->forward(input.impl()->tensor)}));
}

}  // namespace cleave
