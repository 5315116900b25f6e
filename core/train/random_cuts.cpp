// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/random_cuts.h"

#include <array>

#include "core/plain/random.h"
#include "core/train/fake_quantize.h"

namespace cleave {
namespace {

constexpr std::uint64_t kStream = 0x63757473;                // away from the streams that augmentation draws from
constexpr std::array<int, 8> kBits{1, 1, 2, 2, 2, 2, 4, 4};  // 2 bits need the most help that can be given

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
  Cut cut;
  cut.frameLow_ = frameLow_;
  cut.frameHigh_ = frameHigh_;
  if (drawn()) {
    const auto place = random.below(trunk_.size() + 1);
    (place == 0 ? cut.frameBits_ : cut.bits_[trunk_[place - 1]]) = bits();
  }
  for (const auto& branch : branches_) {
    if (drawn()) cut.bits_[branch[random.below(branch.size())]] = bits();
  }
  return cut;
}

torch::Tensor RandomCuts::Cut::frame(const torch::Tensor& frames) const {
  return frameBits_ == 0 ? frames : fakeQuantize(frames, frameBits_, frameLow_, frameHigh_);
}

TrainableNetwork::FeatureHook RandomCuts::Cut::hook() const {
  if (bits_.empty()) return {};
  return [bits = bits_](const std::string& layer, const torch::Tensor& feature) {
    const auto found = bits.find(layer);
    return found == bits.end() ? feature : fakeQuantize(feature, found->second);
  };
}

}  // namespace cleave
