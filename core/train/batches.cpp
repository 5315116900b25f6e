// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/batches.h"

#include <numeric>

#include "core/types/random.h"

namespace cleave {
namespace {

// For bytes instead of byte / 255.
torch::Tensor perChannel(const std::array<float, 3>& values, torch::Device device) {
  return (torch::tensor(std::vector<float>(values.begin(), values.end())) * 255).view({1, 3, 1, 1}).to(device);
}

}  // namespace

BatchSource::BatchSource(const ImageSet& images, const FrameDescription& frame, const Augmentation& augmentation,
                         int batchSize, std::uint64_t seed, torch::Device device)
    : images_(images),
      mean_(perChannel(frame.mean, device)),
      deviation_(perChannel(frame.deviation, device)),
      augmentation_(augmentation),
      batchSize_(batchSize),
      seed_(seed),
      device_(device),
      order_(static_cast<std::size_t>(images.count())) {}

void BatchSource::shuffle(std::uint64_t epoch) {
  if (epoch == shuffledEpoch_) return;
  std::iota(order_.begin(), order_.end(), 0);
  SplitMix random(seed_, epoch);
  for (std::size_t i = order_.size(); i > 1; --i) std::swap(order_[i - 1], order_[random.below(i)]);
  shuffledEpoch_ = epoch;
}

Batch BatchSource::at(std::int64_t step, int frameSize) {
  const auto count = static_cast<std::uint64_t>(images_.count());
  auto pixels = torch::empty({batchSize_, images_.channels, images_.height, images_.width}, torch::kUInt8);
  auto labels = torch::empty({batchSize_}, torch::kInt64);
  SplitMix random(~seed_, static_cast<std::uint64_t>(step));
  for (int i = 0; i < batchSize_; ++i) {
    const std::uint64_t sample =
        static_cast<std::uint64_t>(step) * static_cast<std::uint64_t>(batchSize_) + static_cast<std::uint64_t>(i);
    shuffle(sample / count);
    const auto index = static_cast<std::size_t>(order_[sample % count]);
    augment(
        images_, static_cast<int>(index), augmentation_, random,
        {pixels.data_ptr<std::uint8_t>() + static_cast<std::size_t>(i) * images_.imageBytes(), images_.imageBytes()});
    labels.data_ptr<std::int64_t>()[i] = images_.labels[index];
  }
  Batch batch;
  batch.labels = labels.to(device_);
  // Normalised while small: scaling is linear and its weights sum to one.
  auto native = pixels.to(device_).to(torch::kFloat32).expand({-1, 3, -1, -1}).sub(mean_).div_(deviation_);
  const double draw = static_cast<double>(random.next() >> 11) * 0x1p-53;
  if (draw < augmentation_.mix) {
    batch.ownShare = 0.5 + 0.5 * draw / augmentation_.mix;
    native = native * batch.ownShare + native.roll(1, 0) * (1 - batch.ownShare);
    batch.otherLabels = batch.labels.roll(1, 0);
  }
  native = native.contiguous(torch::MemoryFormat::ChannelsLast);
  batch.frames = torch::upsample_bilinear2d(native, {frameSize, frameSize}, false);
  return batch;
}

}  // namespace cleave
