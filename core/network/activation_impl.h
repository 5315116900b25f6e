// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/torch.h"

#include "core/network/activation.h"

// For core/network's sources only.
namespace cleave {

struct Activation::Impl {
  torch::Tensor tensor;  ///< {1, C, H, W} or {1, features}, contiguous float32 on the CPU;
                         ///< in an int8 runtime quint8, channels last
};

}  // namespace cleave
