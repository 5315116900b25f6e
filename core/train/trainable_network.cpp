// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/trainable_network.h"

#include <cmath>

namespace cleave {
namespace {

constexpr double kNormMomentum = 0.1;
constexpr double kNormEpsilon = 1e-5;

// Kaiming for layers that are rectified; scores start a tenth as large, near the uniform prediction.
torch::Tensor initial(const Shape& shape, bool relu) {
  const auto fanIn = static_cast<double>(elementCount(shape)) / static_cast<double>(shape[0]);
  return torch::randn(shape) * (relu ? std::sqrt(2.0 / fanIn) : 0.1 / std::sqrt(fanIn));
}

torch::Tensor foldFactor(const torch::Tensor& weight, const torch::Tensor& factor) {
  Shape broadcast(static_cast<std::size_t>(weight.dim()), 1);
  broadcast[0] = -1;
  return (weight * factor.view(broadcast)).cpu();
}

// Rewrites the first layer for frames normalised in another way: (x' * d' + m' - m) / d is what it was trained to see.
void refit(NamedTensors& tensors, const std::string& layer, const FrameDescription& from, const FrameDescription& to) {
  const auto weight = tensors.find(layer + ".weight");
  const auto bias = tensors.find(layer + ".bias");
  if (weight == tensors.end() || bias == tensors.end() || weight->second.dim() != 4 || weight->second.size(1) != 3)
    return;
  const auto three = [](const std::array<float, 3>& values) {
    return torch::tensor(std::vector<float>(values.begin(), values.end())).view({1, 3, 1, 1});
  };
  const auto offset = (three(to.mean) - three(from.mean)) / three(from.deviation);
  bias->second = bias->second + (weight->second * offset).sum({1, 2, 3});
  weight->second = weight->second * (three(to.deviation) / three(from.deviation));
}

}  // namespace

TrainableNetwork::TrainableNetwork(const NetworkDescription& description, torch::Device device,
                                   torch::ScalarType computeType)
    : frame_(description.frame), device_(device), computeType_(computeType) {
  for (int exit = 1; exit <= description.exitCount(); ++exit) {
    const auto path = description.path(exit);
    const auto shapes = description.shapes(exit);
    const int attachment = description.trunkLayers(exit);
    attachments_.push_back(attachment);
    auto& branch = branches_.emplace_back();
    for (std::size_t i = 0; i < path.size(); ++i) {
      if (i < trunk_.size() && i < static_cast<std::size_t>(attachment)) continue;  // an earlier exit made it
      (i < static_cast<std::size_t>(attachment) ? trunk_ : branch).push_back(makeLayer(path[i], shapes[i]));
    }
  }
}

TrainableNetwork::Layer TrainableNetwork::makeLayer(const LayerDescription& description, const Shape& input) {
  Layer layer{description, input, {}, {}, {}, {}, {}, {}};
  const auto learn = [&](const char* suffix, torch::Tensor value, bool decays) {
    value = value.to(device_).requires_grad_();
    parameters_.push_back({description.name + suffix, value, decays});
    return value;
  };
  if (description.op != LayerOp::Conv2d && description.op != LayerOp::Linear) return layer;
  const Shape shape = description.op == LayerOp::Conv2d
                          ? Shape{description.outputs, input[0], description.kernel, description.kernel}
                          : Shape{description.outputs, elementCount(input)};
  layer.weight = learn(".weight", initial(shape, description.relu), true);
  if (description.relu) {
    layer.scale = learn(".norm.scale", torch::ones({description.outputs}), false);
    layer.shift = learn(".norm.shift", torch::zeros({description.outputs}), false);
    layer.mean = torch::zeros({description.outputs}).to(device_);
    layer.variance = torch::ones({description.outputs}).to(device_);
  } else {
    layer.bias = learn(".bias", torch::zeros({description.outputs}), false);
  }
  return layer;
}

torch::Tensor TrainableNetwork::biasOf(const Layer& layer) const {
  return layer.bias.defined() ? layer.bias.to(computeType_) : torch::Tensor();
}

torch::Tensor TrainableNetwork::run(Layer& layer, const torch::Tensor& input, bool training) const {
  const LayerDescription& d = layer.description;
  torch::Tensor output;
  torch::Tensor flat = input;
  switch (d.op) {
    case LayerOp::Conv2d:
      output = torch::conv2d(input.to(computeType_), layer.weight.to(computeType_), biasOf(layer), d.stride, d.padding);
      break;
    case LayerOp::MaxPool:
      output = torch::max_pool2d(input, d.kernel, d.stride, d.padding);
      break;
    case LayerOp::AdaptiveAvgPool:
      output = torch::adaptive_avg_pool2d(input.to(torch::kFloat32), {d.poolSize, d.poolSize});
      break;
    case LayerOp::Linear:
      if (layer.input.size() == 3 && input.sizes().slice(1) != torch::IntArrayRef(layer.input)) {
        flat = torch::adaptive_avg_pool2d(input.to(torch::kFloat32), {layer.input[1], layer.input[2]});
      }
      output = torch::linear(flat.flatten(1).to(computeType_), layer.weight.to(computeType_), biasOf(layer));
      break;
  }
  if (layer.mean.defined()) {
    output = torch::batch_norm(output, layer.scale, layer.shift, layer.mean, layer.variance, training, kNormMomentum,
                               kNormEpsilon, true);
    if (d.relu) return output.relu_();  // in place: batch norm does not look at what it gave
  }
  return d.relu ? torch::relu(output) : output;
}

std::vector<torch::Tensor> TrainableNetwork::forward(const torch::Tensor& input, bool training,
                                                     const FeatureHook& hook) {
  const auto runHooked = [&](Layer& layer, const torch::Tensor& from, bool scores) {
    const auto output = run(layer, from, training);
    return hook && !scores ? hook(layer.description.name, output) : output;
  };
  std::vector<torch::Tensor> scores;
  torch::Tensor trunk = input.contiguous(torch::MemoryFormat::ChannelsLast);
  std::size_t done = 0;
  for (std::size_t exit = 0; exit < branches_.size(); ++exit) {
    for (; done < static_cast<std::size_t>(attachments_[exit]); ++done) {
      trunk = runHooked(trunk_[done], trunk, done + 1 == trunk_.size());
    }
    torch::Tensor branch = trunk;
    for (Layer& layer : branches_[exit]) branch = runHooked(layer, branch, &layer == &branches_[exit].back());
    scores.push_back(branch.to(torch::kFloat32));
  }
  return scores;
}

bool TrainableNetwork::adoptLayer(Layer& layer, const NamedTensors& tensors, const torch::Tensor& input) const {
  const auto weight = tensors.find(layer.description.name + ".weight");
  const auto bias = tensors.find(layer.description.name + ".bias");
  if (!layer.weight.defined() || weight == tensors.end() || bias == tensors.end()) return false;
  if (weight->second.sizes() != layer.weight.sizes() || bias->second.dim() != 1 ||
      bias->second.size(0) != layer.weight.size(0)) {
    return false;
  }
  layer.weight.copy_(weight->second);
  if (!layer.mean.defined()) {
    layer.bias.copy_(bias->second);
    return true;
  }
  // With scale = deviation and shift = mean + bias, normalising gives back the layer's own output plus its bias.
  Layer bare = layer;
  bare.description.relu = false;
  bare.mean = torch::Tensor();
  const auto output = run(bare, input, false).to(torch::kFloat32).transpose(0, 1).flatten(1);
  layer.mean.copy_(output.mean(1));
  layer.variance.copy_(output.var(1, false));
  layer.scale.copy_(torch::sqrt(layer.variance + kNormEpsilon));
  layer.shift.copy_(layer.mean + bias->second.to(device_));
  return true;
}

std::vector<std::string> TrainableNetwork::adopt(const NamedTensors& tensors, const FrameDescription& from,
                                                 const torch::Tensor& frames) {
  const torch::NoGradGuard noGrad;
  NamedTensors fitted = tensors;
  for (const Layer& layer : trunk_) {
    if (layer.input.size() == 3 && layer.weight.defined()) {
      refit(fitted, layer.description.name, from, frame_);
      break;
    }
  }
  std::vector<std::string> adopted;
  const auto through = [&](Layer& layer, const torch::Tensor& input) {
    const bool taken = adoptLayer(layer, fitted, input);
    if (taken) adopted.push_back(layer.description.name);
    return run(layer, input, !taken);  // statistics that were set are not blended with anything
  };
  torch::Tensor trunk = frames.contiguous(torch::MemoryFormat::ChannelsLast);
  std::size_t done = 0;
  for (std::size_t exit = 0; exit < branches_.size(); ++exit) {
    for (; done < static_cast<std::size_t>(attachments_[exit]); ++done) trunk = through(trunk_[done], trunk);
    torch::Tensor branch = trunk;
    for (Layer& layer : branches_[exit]) branch = through(layer, branch);
  }
  return adopted;
}

NamedTensors TrainableNetwork::state() const {
  NamedTensors tensors;
  for (const auto& parameter : parameters_) tensors[parameter.name] = parameter.tensor;
  const auto addStatistics = [&](const Layer& layer) {
    if (!layer.mean.defined()) return;
    tensors[layer.description.name + ".norm.mean"] = layer.mean;
    tensors[layer.description.name + ".norm.variance"] = layer.variance;
  };
  for (const auto& layer : trunk_) addStatistics(layer);
  for (const auto& branch : branches_) {
    for (const auto& layer : branch) addStatistics(layer);
  }
  return tensors;
}

NamedTensors TrainableNetwork::fold() const {
  const torch::NoGradGuard noGrad;
  NamedTensors tensors;
  const auto foldLayer = [&](const Layer& layer) {
    if (!layer.weight.defined()) return;
    const std::string& name = layer.description.name;
    if (layer.mean.defined()) {
      const auto factor = layer.scale / torch::sqrt(layer.variance + kNormEpsilon);
      tensors[name + ".weight"] = foldFactor(layer.weight, factor);
      tensors[name + ".bias"] = (layer.shift - layer.mean * factor).cpu();
    } else {
      tensors[name + ".weight"] = layer.weight.detach().cpu();
      tensors[name + ".bias"] = layer.bias.detach().cpu();
    }
  };
  for (const auto& layer : trunk_) foldLayer(layer);
  for (const auto& branch : branches_) {
    for (const auto& layer : branch) foldLayer(layer);
  }
  return tensors;
}

}  // namespace cleave
