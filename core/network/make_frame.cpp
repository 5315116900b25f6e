// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/make_frame.h"

#include "core/network/torch.h"

#include <algorithm>

namespace cleave {

std::vector<std::uint8_t> makeFrame(const ImageSet& images, int index, const FrameDescription& frame) {
  const torch::InferenceMode inference;
  const auto* const pixels = images.pixels.data() + static_cast<std::size_t>(index) * images.imageBytes();
  auto image = torch::empty({1, images.channels, images.height, images.width}, torch::kFloat32);
  std::copy_n(pixels, images.imageBytes(), image.data_ptr<float>());
  image = torch::upsample_bilinear2d(image, {frame.height, frame.width}, false).round().clamp(0, 255);
  const auto bytes = image.expand({1, 3, -1, -1}).squeeze(0).permute({1, 2, 0}).to(torch::kUInt8).contiguous();
  return {bytes.data_ptr<std::uint8_t>(), bytes.data_ptr<std::uint8_t>() + bytes.numel()};
}

}  // namespace cleave
