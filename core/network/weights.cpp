// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/weights.h"

#include <cstring>

#include "core/types/error.h"

namespace cleave {
namespace {

constexpr std::size_t kAlignment = 64;  // so that a mapped blob could be used in place

torch::ScalarType scalarType(TensorType type) {
  return type == TensorType::Float16 ? torch::kFloat16 : torch::kFloat32;
}

}  // namespace

void packWeights(const NamedTensors& tensors, TensorType type, Model& model) {
  model.weights.clear();
  model.manifest.tensors.clear();
  for (const auto& [name, tensor] : tensors) {
    const auto plain = tensor.detach().to(torch::kCPU, scalarType(type)).contiguous();
    model.weights.resize((model.weights.size() + kAlignment - 1) / kAlignment * kAlignment);
    const std::size_t offset = model.weights.size();
    model.weights.resize(offset + plain.nbytes());
    std::memcpy(model.weights.data() + offset, plain.data_ptr(), plain.nbytes());
    model.manifest.tensors.push_back({name, plain.sizes().vec(), type, offset});
  }
  model.manifest.weightsBytes = model.weights.size();
  model.manifest.weightsChecksum = checksumHex(model.weights);
}

NamedTensors unpackWeights(const Model& model) {
  NamedTensors tensors;
  for (const auto& entry : model.manifest.tensors) {
    auto plain = torch::empty(entry.shape, scalarType(entry.type));
    std::memcpy(plain.data_ptr(), model.weights.data() + entry.offset, plain.nbytes());
    tensors[entry.name] = plain.to(torch::kFloat32);
  }
  return tensors;
}

torch::Tensor requireTensor(const NamedTensors& tensors, const std::string& name, const Shape& shape) {
  const auto found = tensors.find(name);
  if (found == tensors.end()) throw Error("The model lacks the tensor '" + name + "', which its network needs.");
  if (found->second.sizes() != torch::IntArrayRef(shape)) {
    throw Error("The model's tensor '" + name + "' has the wrong shape for its layer.");
  }
  return found->second;
}

}  // namespace cleave
