// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/fake_quantize.h"

#include <cmath>
#include <cstdint>

namespace cleave {
namespace {

constexpr std::int64_t kSample = 16384;  // values that the range is searched on
constexpr int kCandidates = 24;

torch::Tensor rounded(const torch::Tensor& values, const torch::Tensor& low, const torch::Tensor& high, int bits) {
  const auto step = (high - low) / (std::pow(2.0, bits) - 1);
  return torch::minimum(torch::maximum(values, low), high).sub(low).div(step).round().mul(step).add(low);
}

torch::Tensor straightThrough(const torch::Tensor& feature, const torch::Tensor& low, const torch::Tensor& high,
                              int bits) {
  torch::Tensor difference;
  {
    const torch::NoGradGuard noGrad;
    difference = rounded(feature.to(torch::kFloat32), low, high, bits).to(feature.scalar_type()) - feature;
  }
  return feature + difference;
}

}  // namespace

torch::Tensor fakeQuantize(const torch::Tensor& feature, int bits) {
  torch::Tensor low;
  torch::Tensor high;
  {
    const torch::NoGradGuard noGrad;
    // A stride that is odd meets all channels, whatever the memory's order.
    auto flat = feature.detach().flatten();
    const std::int64_t stride = std::max<std::int64_t>(1, flat.numel() / kSample) | 1;
    flat = flat.slice(0, 0, {}, stride).to(torch::kFloat32);
    const auto shares = torch::arange(1, kCandidates + 1, flat.options()).div(kCandidates).unsqueeze(1);
    const auto lows = torch::minimum(flat.min(), torch::zeros({}, flat.options())) * shares;
    const auto highs = torch::maximum(flat.max(), torch::full({}, 1e-6, flat.options())) * shares;
    const auto values = flat.unsqueeze(0).expand({kCandidates, -1});
    const auto best = (rounded(values, lows, highs, bits) - values).square().sum(1).argmin();
    low = lows.flatten().index_select(0, best.view(1));
    high = highs.flatten().index_select(0, best.view(1));
  }
  return straightThrough(feature, low, high, bits);
}

torch::Tensor fakeQuantize(const torch::Tensor& feature, int bits, const torch::Tensor& low,
                           const torch::Tensor& high) {
  return straightThrough(feature, low, high, bits);
}

}  // namespace cleave
