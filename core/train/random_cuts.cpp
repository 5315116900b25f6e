// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/random_cuts.h"

#include <algorithm>
#include <array>

#include "core/train/fake_quantize.h"
#include "core/types/random.h"

namespace cleave {
namespace {

constexpr std::uint64_t kStream = 0x63757473;                // away from the streams that augmentation draws from
constexpr std::array<int, 8> kBits{1, 2, 2, 2, 2, 2, 4, 4};  // 2 bits need the most help that can be given
// The frame and the first two layers lose the most at few bits: they are drawn three times as often as the others.
constexpr std::uint64_t kEarly = 3;
constexpr std::uint64_t kExtraTickets = 2;

std::vector<std::string> namesBeforeLast(const std::vector<LayerDescription>& layers) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i + 1 < layers.size(); ++i) names.push_back(layers[i].name);
  return names;
}

torch::Tensor perChannel(const FrameDescription& frame, float share, torch::Device device) {
  std::vector<float> values;
  for (std::size_t c = 0; c < 3; ++c) values.push_back((share - frame.mean[c]) / frame.deviation[c]);
  return torch::tensor(values).view({1, 3, 1, 1}).to(device);
}

// `batch` plus what quantizing changes in its slices, straight through for the gradient.
template <class Quantize>
torch::Tensor bySlice(const torch::Tensor& batch, const SliceBits& bits, Quantize quantize) {
  torch::Tensor difference;
  const auto detached = batch.detach();
  for (std::int64_t i = 0; i < RandomCuts::kSlices; ++i) {
    const std::int64_t begin = i * batch.size(0) / RandomCuts::kSlices;
    const std::int64_t end = (i + 1) * batch.size(0) / RandomCuts::kSlices;
    const int width = bits[static_cast<std::size_t>(i)];
    if (width == 0 || begin == end) continue;
    if (!difference.defined()) difference = torch::zeros_like(detached);
    const auto slice = detached.slice(0, begin, end);
    difference.slice(0, begin, end).copy_(quantize(slice, width) - slice);
  }
  return difference.defined() ? batch + difference : batch;
}

}  // namespace

RandomCuts::RandomCuts(const NetworkDescription& network, double quantizedSteps, std::uint64_t seed,
                       torch::Device device)
    : trunk_(namesBeforeLast(network.trunk)),
      share_(quantizedSteps),
      seed_(seed),
      frameLow_(perChannel(network.frame, 0, device)),
      frameHigh_(perChannel(network.frame, 1, device)) {
  for (const auto& exit : network.exits) {
    if (auto names = namesBeforeLast(exit.branch); !names.empty()) branches_.push_back(std::move(names));
  }
}

RandomCuts::Cut RandomCuts::at(std::int64_t step) const {
  SplitMix random(seed_ ^ kStream, static_cast<std::uint64_t>(step));
  const auto drawn = [&] { return static_cast<double>(random.next() >> 11) * 0x1p-53 < share_; };
  const auto bits = [&] { return kBits[random.below(kBits.size())]; };
  const std::uint64_t places = trunk_.size() + 1;
  const std::uint64_t early = std::min(kEarly, places);
  Cut cut;
  cut.frameLow_ = frameLow_;
  cut.frameHigh_ = frameHigh_;
  for (std::size_t slice = 0; slice < kSlices; ++slice) {
    if (drawn()) {
      const auto ticket = random.below(places + kExtraTickets * early);
      const auto place = ticket < places ? ticket : (ticket - places) % early;
      (place == 0 ? cut.frameBits_ : cut.bits_[trunk_[place - 1]])[slice] = bits();
    }
    for (const auto& branch : branches_) {
      if (drawn()) cut.bits_[branch[random.below(branch.size())]][slice] = bits();
    }
  }
  return cut;
}

torch::Tensor RandomCuts::Cut::frame(const torch::Tensor& frames) const {
  return bySlice(frames, frameBits_, [&](const torch::Tensor& slice, int bits) {
    return fakeQuantize(slice, bits, frameLow_, frameHigh_);
  });
}

TrainableNetwork::FeatureHook RandomCuts::Cut::hook() const {
  if (bits_.empty()) return {};
  return [bits = bits_](const std::string& layer, const torch::Tensor& feature) {
    const auto found = bits.find(layer);
    if (found == bits.end()) return feature;
    return bySlice(feature, found->second,
                   [](const torch::Tensor& slice, int width) { return fakeQuantize(slice, width); });
  };
}

}  // namespace cleave
