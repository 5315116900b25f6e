// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/batches.h"

#include <numeric>

#include "core/plain/random.h"

namespace cleave {
namespace {

constexpr int kMaxShift = 2;  // pixels at the native size

// One image, flipped and shifted, zeros moving in at the border.
void augment(const std::uint8_t* from, const ImageSet& set, SplitMix& random, std::uint8_t* to) {
  const bool flip = random.below(2) == 1;
  const int dx = static_cast<int>(random.below(2 * kMaxShift + 1)) - kMaxShift;
  const int dy = static_cast<int>(random.below(2 * kMaxShift + 1)) - kMaxShift;
  for (int c = 0; c < set.channels; ++c) {
    for (int y = 0; y < set.height; ++y) {
      for (int x = 0; x < set.width; ++x) {
        const int sy = y + dy;
        const int sx = (flip ? set.width - 1 - x : x) + dx;
        const bool inside = sy >= 0 && sy < set.height && sx >= 0 && sx < set.width;
        *to++ = inside ? from[(c * set.height + sy) * set.width + sx] : std::uint8_t{0};
      }
    }
  }
}

}  // namespace

BatchSource::BatchSource(const ImageSet& images, const FrameDescription& frame, int batchSize, std::uint64_t seed,
                         torch::Device device)
    : images_(images),
      frame_(frame),
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
    augment(images_.pixels.data() + index * images_.imageBytes(), images_, random,
            pixels.data_ptr<std::uint8_t>() + static_cast<std::size_t>(i) * images_.imageBytes());
    labels.data_ptr<std::int64_t>()[i] = images_.labels[index];
  }
  auto frames = torch::upsample_bilinear2d(pixels.to(device_).to(torch::kFloat32), {frameSize, frameSize}, false);
  if (images_.channels == 1) frames = frames.expand({-1, 3, -1, -1});
  const auto mean = torch::tensor(std::vector<float>(frame_.mean.begin(), frame_.mean.end())).view({1, 3, 1, 1});
  const auto deviation =
      torch::tensor(std::vector<float>(frame_.deviation.begin(), frame_.deviation.end())).view({1, 3, 1, 1});
  return {(frames / 255.0 - mean.to(device_)) / deviation.to(device_), labels.to(device_)};
}

}  // namespace cleave
