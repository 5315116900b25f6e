// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/experiment/feature_picture.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace cleave {
namespace {

double variance(std::span<const float> values) {
  double sum = 0;
  double squares = 0;
  for (const float value : values) {
    sum += static_cast<double>(value);
    squares += static_cast<double>(value) * static_cast<double>(value);
  }
  const auto count = static_cast<double>(std::max<std::size_t>(1, values.size()));
  return squares / count - (sum / count) * (sum / count);
}

std::size_t planeOf(const Shape& shape) {
  return shape.size() == 3 ? static_cast<std::size_t>(shape[1] * shape[2]) : static_cast<std::size_t>(shape.at(0));
}

}  // namespace

std::vector<int> variedChannels(std::span<const float> values, const Shape& shape, int most) {
  const std::size_t plane = planeOf(shape);
  std::vector<int> order(plane == 0 ? 0 : values.size() / plane);
  std::iota(order.begin(), order.end(), 0);
  std::vector<double> spread;
  for (std::size_t c = 0; c < order.size(); ++c) spread.push_back(variance(values.subspan(c * plane, plane)));
  std::ranges::stable_sort(
      order, [&](int a, int b) { return spread[static_cast<std::size_t>(a)] > spread[static_cast<std::size_t>(b)]; });
  order.resize(std::min(order.size(), static_cast<std::size_t>(std::max(0, most))));
  std::ranges::sort(order);
  return order;
}

FeaturePicture pictureOf(std::span<const float> values, const Shape& shape, int channel, float low, float high) {
  const std::size_t plane = planeOf(shape);
  const auto channelValues = values.subspan(static_cast<std::size_t>(channel) * plane, plane);
  const bool image = shape.size() == 3;
  const auto width = image ? static_cast<std::size_t>(shape[2])
                           : static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(plane))));
  const std::size_t height = (plane + width - 1) / width;
  const std::size_t factor = (std::max(width, height) + kPictureSide - 1) / kPictureSide;
  FeaturePicture picture;
  picture.width = static_cast<int>((width + factor - 1) / factor);
  picture.height = static_cast<int>((height + factor - 1) / factor);
  const float scale = high > low ? 255.0F / (high - low) : 0.0F;
  for (std::size_t top = 0; top < height; top += factor) {
    for (std::size_t left = 0; left < width; left += factor) {
      float sum = 0;
      int count = 0;
      for (std::size_t y = top; y < std::min(top + factor, height); ++y) {
        for (std::size_t x = left; x < std::min(left + factor, width); ++x) {
          if (y * width + x >= plane) continue;  // the last row of a vector may be short
          sum += channelValues[y * width + x];
          ++count;
        }
      }
      const float mean = count > 0 ? sum / static_cast<float>(count) : low;
      picture.grey.push_back(static_cast<std::uint8_t>(std::clamp(std::lround((mean - low) * scale), 0L, 255L)));
    }
  }
  return picture;
}

}  // namespace cleave
