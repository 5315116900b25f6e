// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/network_runtime.h"

#include <dlfcn.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

#include "core/network/activation_impl.h"
#include "core/network/int8_engine.h"
#include "core/network/weights.h"
#include "core/types/error.h"

namespace cleave {
namespace {

struct Layer {
  LayerDescription description;
  torch::Tensor weight;  ///< undefined for pools
  torch::Tensor bias;
  Int8Layer int8;  ///< undefined in float32, for pools and for layers that give scores
};

// One range for the whole tensor, whatever the codec uses on the link.
Int8Scale outputScale(const Manifest& manifest, const std::string& layer) {
  const auto ranges = manifest.ranges.find(layer);
  if (ranges == manifest.ranges.end() || !ranges->second.contains(8)) {
    throw Error("The model has no 8-bit range for layer '" + layer +
                "', which int8 needs: calibrate it with 'cleave-cli model calibrate' or use float32.");
  }
  double low = 0;
  double high = 0;
  for (const ValueRange& range : ranges->second.at(8)) {
    low = std::min(low, static_cast<double>(range.low));
    high = std::max(high, static_cast<double>(range.high));
  }
  return int8Scale(low, high);
}

void quantizeLayer(Layer& layer, const Manifest& manifest) {
  const LayerDescription& d = layer.description;
  const Int8Scale output = outputScale(manifest, d.name);
  layer.int8 = d.op == LayerOp::Conv2d
                   ? Int8Layer::conv2d(layer.weight, layer.bias, d.stride, d.padding, d.relu, output)
                   : Int8Layer::linear(layer.weight, layer.bias, d.relu, output);
}

Layer loadLayer(const LayerDescription& description, const Shape& input, const NamedTensors& tensors) {
  Layer layer{description, {}, {}, {}};
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

torch::Tensor forward(const Layer& layer, const torch::Tensor& given) {
  const LayerDescription& d = layer.description;
  if (given.is_quantized()) {
    if (layer.int8.defined()) return layer.int8.run(d.op == LayerOp::Linear ? given.contiguous().flatten(1) : given);
    if (d.op == LayerOp::MaxPool) {  // its quantized kernel wants every extent twice
      return torch::max_pool2d(given, {d.kernel, d.kernel}, {d.stride, d.stride}, {d.padding, d.padding}, {1, 1});
    }
    if (d.op == LayerOp::AdaptiveAvgPool) return torch::adaptive_avg_pool2d(given, {d.poolSize, d.poolSize});
  }
  const torch::Tensor input = given.is_quantized() ? given.dequantize().contiguous() : given;
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

void requireFrame(std::size_t bytes, const FrameDescription& description) {
  if (static_cast<std::int64_t>(bytes) == description.bytes()) return;
  throw Error("A frame of " + std::to_string(bytes) + " bytes does not match this model, which expects " +
              std::to_string(description.width) + "x" + std::to_string(description.height) + " RGB.");
}

template <class Value>
Activation normalise(std::span<const Value> frame, const FrameDescription& description) {
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

// The frame's bytes become codes by a table a channel, in the order in which they lie.
torch::Tensor prepareInt8(std::span<const std::uint8_t> frame, const FrameDescription& description, Int8Scale scale) {
  auto tensor = at::_empty_affine_quantized({1, 3, description.height, description.width}, torch::kQUInt8, scale.scale,
                                            scale.zero, torch::MemoryFormat::ChannelsLast);
  std::array<std::array<std::uint8_t, 256>, 3> table;
  for (std::size_t c = 0; c < 3; ++c) {
    for (std::size_t byte = 0; byte < 256; ++byte) {
      const double real = (static_cast<double>(byte) / 255 - description.mean[c]) / description.deviation[c];
      table[c][byte] = static_cast<std::uint8_t>(std::clamp(
          std::lround(real / scale.scale) + static_cast<long>(scale.zero), 0L, static_cast<long>(scale.top)));
    }
  }
  auto* codes = static_cast<std::uint8_t*>(tensor.data_ptr());
  for (std::size_t i = 0; i < frame.size(); ++i) codes[i] = table[i % 3][frame[i]];
  return tensor;
}

Int8Scale frameScale(const FrameDescription& frame) {
  double low = 0;
  double high = 0;
  for (std::size_t c = 0; c < 3; ++c) {
    low = std::min(low, static_cast<double>((0 - frame.mean[c]) / frame.deviation[c]));
    high = std::max(high, static_cast<double>((1 - frame.mean[c]) / frame.deviation[c]));
  }
  return int8Scale(low, high);
}

}  // namespace

struct NetworkRuntime::Impl {
  NetworkDescription network;
  DevicePrecision precision = DevicePrecision::Float32;
  Int8Scale frame;                        ///< of the int8 input
  std::vector<std::vector<Layer>> paths;  ///< by exit - 1; trunk tensors are shared between paths
};

NetworkRuntime::NetworkRuntime(const Model& model, DevicePrecision precision) : impl_(std::make_unique<Impl>()) {
  impl_->network = model.manifest.network;
  impl_->precision = precision;
  impl_->frame = frameScale(impl_->network.frame);
  const NamedTensors tensors = unpackWeights(model);
  for (int exit = 1; exit <= impl_->network.exitCount(); ++exit) {
    const auto shapes = impl_->network.shapes(exit);
    auto& path = impl_->paths.emplace_back();
    for (const auto& layer : impl_->network.path(exit)) {
      path.push_back(loadLayer(layer, shapes[path.size()], tensors));
      const bool givesScores = path.size() + 1 == shapes.size();
      if (precision == DevicePrecision::Int8 && path.back().weight.defined() && !givesScores) {
        quantizeLayer(path.back(), model.manifest);
      }
    }
  }
}

NetworkRuntime::~NetworkRuntime() = default;
NetworkRuntime::NetworkRuntime(NetworkRuntime&&) noexcept = default;
NetworkRuntime& NetworkRuntime::operator=(NetworkRuntime&&) noexcept = default;

const NetworkDescription& NetworkRuntime::network() const {
  return impl_->network;
}

Activation NetworkRuntime::prepare(std::span<const std::uint8_t> frame) const {
  const FrameDescription& description = impl_->network.frame;
  requireFrame(frame.size(), description);
  if (impl_->precision == DevicePrecision::Float32) return normalise(frame, description);
  const torch::InferenceMode inference;
  return Activation(
      std::make_shared<Activation::Impl>(Activation::Impl{prepareInt8(frame, description, impl_->frame)}));
}

Activation NetworkRuntime::prepareDequantized(std::span<const float> frame) const {
  requireFrame(frame.size(), impl_->network.frame);
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

Activation NetworkRuntime::toFloat(const Activation& activation) {
  const torch::Tensor& tensor = activation.impl()->tensor;
  if (!tensor.is_quantized()) return activation;
  const torch::InferenceMode inference;
  return Activation(std::make_shared<Activation::Impl>(Activation::Impl{tensor.dequantize().contiguous()}));
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
