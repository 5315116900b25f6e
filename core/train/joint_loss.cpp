// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/joint_loss.h"

namespace cleave {

torch::Tensor labelLoss(const torch::Tensor& scores, const Batch& batch, double smoothing) {
  const auto against = [&](const torch::Tensor& labels) {
    return torch::cross_entropy_loss(scores, labels, {}, at::Reduction::Mean, -100, smoothing);
  };
  const auto own = against(batch.labels);
  return batch.ownShare < 1 ? own * batch.ownShare + against(batch.otherLabels) * (1 - batch.ownShare) : own;
}

torch::Tensor jointLoss(const std::vector<torch::Tensor>& scores, const Batch& batch, const JointLossOptions& options) {
  torch::Tensor loss = labelLoss(scores.back(), batch, options.labelSmoothing);
  if (scores.size() == 1) return loss;
  const double t = options.temperature;
  const auto taught = torch::softmax(scores.back().detach() / t, 1);
  for (std::size_t exit = 0; exit + 1 < scores.size(); ++exit) {
    auto part = labelLoss(scores[exit], batch, options.labelSmoothing) * (1 - options.distillation);
    if (options.distillation > 0) {
      const auto divergence = torch::kl_div(torch::log_softmax(scores[exit] / t, 1), taught, at::Reduction::Sum);
      part = part + divergence * (options.distillation * t * t / static_cast<double>(taught.size(0)));
    }
    loss = loss + part * options.earlyWeight;
  }
  return loss;
}

}  // namespace cleave
