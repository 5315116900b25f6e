// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/torch.h"

#include <vector>

#include "core/train/batches.h"
#include "core/train/joint_loss_options.h"

// For core/train's sources only.
namespace cleave {

/// Cross-entropy of one exit with the batch's labels, blended images with both of theirs.
/// @param smoothing share of a label that is spread over all classes
torch::Tensor labelLoss(const torch::Tensor& scores, const Batch& batch, double smoothing);

/// The weighted sum over exits (BranchyNet, arXiv 1709.01686, eq. 3) of cross-entropy with smoothed labels; every exit
/// but the last also learns what the last one says about the same image (self-distillation, arXiv 1905.08094, eq. 3;
/// Kullback-Leibler divergence of the softened scores, times the squared temperature). The last exit learns from the
/// labels alone.
/// @param scores float32 {N, classes}, one per exit
torch::Tensor jointLoss(const std::vector<torch::Tensor>& scores, const Batch& batch, const JointLossOptions& options);

}  // namespace cleave
