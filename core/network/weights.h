// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/torch.h"

#include <map>
#include <string>
#include <vector>

#include "core/model/model.h"

// For core's torch sources only: weights as named tensors, to and from the bundle's plain blob.
namespace cleave {

using NamedTensors = std::map<std::string, torch::Tensor>;

/// Appends all tensors to a blob in the given type and fills the manifest's tensor list, length and checksum.
void packWeights(const NamedTensors& tensors, TensorType type, Model& model);

/// float32 copies of all tensors; the manifest's bounds have been checked when it was parsed.
NamedTensors unpackWeights(const Model& model);

/// The tensor `name` with exactly `shape`.
/// @throws Error naming the tensor
torch::Tensor requireTensor(const NamedTensors& tensors, const std::string& name, const Shape& shape);

}  // namespace cleave
