// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/codec/feature.h"

namespace cleave {

/// Uniform affine integer quantization (Jacob et al., CVPR 2018, eq. 1, with unsigned codes):
///   code = clamp(round((value - low) / step), 0, 2^bits - 1),  value' = low + code * step,
///   step = (high - low) / (2^bits - 1).
/// Inside [low, high] the error is at most step / 2; outside, codes saturate. A ReLU feature has low = 0, so that
/// zero is exact. One range serves the whole tensor, or each channel has its own.
class Quantizer {
 public:
  /// @param bits 1, 2, 4, 8, 16, or 32, which passes the floats through
  /// @param ranges one for the tensor, or one a channel: then values are planar and of equal number in each channel
  /// @throws Error when bits is none of these or a range is empty or not finite
  Quantizer(int bits, std::span<const ValueRange> ranges);
  Quantizer(int bits, float low, float high);

  [[nodiscard]] int bits() const { return bits_; }
  [[nodiscard]] float step(std::size_t channel = 0) const { return scales_[channel].step; }
  /// Ranges: 1, or as many as there are channels.
  [[nodiscard]] std::size_t ranges() const { return scales_.size(); }
  [[nodiscard]] std::size_t payloadBytes(std::size_t count) const;

  /// Quantizes and packs. `payload` is resized to payloadBytes(values.size()).
  /// @throws Error when a value is NaN or infinite: such a feature is reported, never sent
  void encode(std::span<const float> values, std::vector<std::byte>& payload) const;

  /// Unpacks and dequantizes into `values`, whose size says how many there are.
  /// @throws Error when the payload has the wrong length for that
  void decode(std::span<const std::byte> payload, std::span<float> values) const;

  /// The codes themselves, one a byte; for bits up to 8. Both spans are of the same size.
  void quantize(std::span<const float> values, std::span<std::uint8_t> codes) const;
  void dequantize(std::span<const std::uint8_t> codes, std::span<float> values) const;

 private:
  struct Scale {
    float low;
    float step;
    float inverseStep;
  };
  void requireChannels(std::size_t count) const;
  void quantizeFrom(std::size_t first, std::size_t channelSize, std::span<const float> values,
                    std::span<std::uint8_t> codes) const;
  void dequantizeFrom(std::size_t first, std::size_t channelSize, std::span<const std::uint8_t> codes,
                      std::span<float> values) const;

  int bits_;
  std::vector<Scale> scales_;
};

}  // namespace cleave
