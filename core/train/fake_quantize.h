// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/torch.h"

// For core/train's sources only.
namespace cleave {

/// What the edge would see of `feature` after it was quantized to `bits`, differentiable by the straight-through
/// estimator (arXiv 1308.3432): forward the dequantized value, backward the identity. The range is the
/// one with the least squared error on a sample of this very batch, as calibration will choose it on the training set.
/// @param bits 1..8
torch::Tensor fakeQuantize(const torch::Tensor& feature, int bits);

/// The same for the normalised input: its range is that of the 8-bit frame, [low, high] per channel being what byte 0
/// and byte 255 become.
torch::Tensor fakeQuantize(const torch::Tensor& feature, int bits, const torch::Tensor& low, const torch::Tensor& high);

}  // namespace cleave
