// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/network_runtime.h"

#include <dlfcn.h>

#include <chrono>

#include "core/network/activation_impl.h"
#include "core/network/weights.h"
#include "core/plain/error.h"

namespace cleave {
namespace {

struct Layer {
  LayerDescription description;
  torch::Tensor weight;  ///< undefined for pools
  torch::Tensor bias;
};

Layer loadLayer(const LayerDescription& description, const Shape& input, const NamedTensors& tensors) {
  Layer layer{description, {}, {}};
  const std::string& name = description.name;
  if (description.op == LayerOp::Conv2d) {
    const Shape shape{description.outputs, input[0], description.kernel, description.kernel};
    layer.weight = requireTensor(tensors, name + ".weight", shape);
  } else if (description.op == LayerOp::Linear) {
    layer.weight = requireTensor(tensors, name + ".weight", {description.outputs, elementCount(input)});
  } else {
    return layer;
  }
  layer.bias = requireTensor(tensors, name + ".bias", {description.outputs});
  return layer;
}

torch::Tensor forward(const Layer& layer, const torch::Tensor& input) {
  const LayerDescription& d = layer.description;
  torch::Tensor output;
  switch (d.op) {
    case LayerOp::Conv2d:
      output = torch::conv2d(input, layer.weight, layer.bias, d.stride, d.padding);
      break;
    case LayerOp::MaxPool:
      output = torch::max_pool2d(input, d.kernel, d.stride, d.padding);
      break;
    case LayerOp::AdaptiveAvgPool:
      output = torch::adaptive_avg_pool2d(input, {d.poolSize, d.poolSize});
      break;
    case LayerOp::Linear:
      output = torch::linear(input.flatten(1), layer.weight, layer.bias);
      break;
  }
  if (d.relu) output.relu_();
  return output.contiguous();
}

template <class Value>
Activation normalise(std::span<const Value> frame, const FrameDescription& description) {
  if (static_cast<std::int64_t>(frame.size()) != description.bytes()) {
    throw Error("A frame of " + std::to_string(frame.size()) + " bytes does not fit this model: it takes " +
                std::to_string(description.width) + "x" + std::to_string(description.height) + " RGB.");
  }
  Activation result(Shape{3, description.height, description.width});
  const std::size_t pixels = frame.size() / 3;
  for (std::size_t channel = 0; channel < 3; ++channel) {
    const float scale = 1.0F / (255.0F * description.deviation[channel]);
    const float shift = -description.mean[channel] / description.deviation[channel];
    float* const plane = result.mutableValues().data() + channel * pixels;
    for (std::size_t i = 0; i < pixels; ++i) plane[i] = static_cast<float>(frame[3 * i + channel]) * scale + shift;
  }
  return result;
}

}  // namespace

struct NetworkRuntime::Impl {
  NetworkDescription network;
  std::vector<std::vector<Layer>> paths;  ///< by exit - 1; trunk tensors are shared between paths
};

NetworkRuntime::NetworkRuntime(const Model& model) : impl_(std::make_unique<Impl>()) {
  impl_->network = model.manifest.network;
  const NamedTensors tensors = unpackWeights(model);
  for (int exit = 1; exit <= impl_->network.exitCount(); ++exit) {
    const auto shapes = impl_->network.shapes(exit);
    auto& path = impl_->paths.emplace_back();
    for (const auto& layer : impl_->network.path(exit)) path.push_back(loadLayer(layer, shapes[path.size()], tensors));
  }
}

NetworkRuntime::~NetworkRuntime() = default;
NetworkRuntime::NetworkRuntime(NetworkRuntime&&) noexcept = default;
NetworkRuntime& NetworkRuntime::operator=(NetworkRuntime&&) noexcept = default;

const NetworkDescription& NetworkRuntime::network() const {
  return impl_->network;
}

Activation NetworkRuntime::prepare(std::span<const std::uint8_t> frame) const {
  return normalise(frame, impl_->network.frame);
}

Activation NetworkRuntime::prepareDequantized(std::span<const float> frame) const {
  return normalise(frame, impl_->network.frame);
}

void NetworkRuntime::runLayers(int exit, int first, int last, Activation& activation,
                               std::vector<float>* layerMs) const {
  using Clock = std::chrono::steady_clock;
  const torch::InferenceMode inference;
  const auto& path = impl_->paths.at(static_cast<std::size_t>(exit - 1));
  torch::Tensor tensor = activation.impl()->tensor;
  auto start = Clock::now();
  for (int i = first; i < last; ++i) {
    tensor = forward(path.at(static_cast<std::size_t>(i)), tensor);
    const auto end = Clock::now();
    if (layerMs != nullptr) layerMs->push_back(std::chrono::duration<float, std::milli>(end - start).count());
    start = end;
  }
  activation = Activation(std::make_shared<Activation::Impl>(Activation::Impl{tensor}));
}

void setComputeThreads(int threads) {
  torch::set_num_threads(threads);
  // OpenBLAS, which runs the linear layers, may come with a pool of its own that torch does not know.
  using SetThreads = void (*)(int);
  const auto set = reinterpret_cast<SetThreads>(::dlsym(RTLD_DEFAULT, "openblas_set_num_threads"));
  if (set != nullptr) set(threads);
}
int computeThreads() {
  return torch::get_num_threads();
}

}  // namespace cleave
