// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace cleave {

/// Uniform affine integer quantization of one tensor (Jacob et al., CVPR 2018, eq. 1, with unsigned codes):
///   code = clamp(round((value - low) / step), 0, 2^bits - 1),  value' = low + code * step,
///   step = (high - low) / (2^bits - 1).
/// Inside [low, high] the error is at most step / 2; outside, codes saturate. A ReLU feature has low = 0, so that
/// zero is exact.
class Quantizer {
 public:
  /// @param bits 1, 2, 4, 8, 16, or 32, which passes the floats through
  /// @throws Error when bits is none of these or [low, high] is empty or not finite
  Quantizer(int bits, float low, float high);

  [[nodiscard]] int bits() const { return bits_; }
  [[nodiscard]] float step() const { return step_; }
  [[nodiscard]] std::size_t payloadBytes(std::size_t count) const;

  /// Quantizes and packs. `payload` is resized to payloadBytes(values.size()).
  /// @throws Error when a value is NaN or infinite: such a feature is reported, never sent
  void encode(std::span<const float> values, std::vector<std::byte>& payload) const;

  /// Unpacks and dequantizes into `values`, whose size says how many there are.
  /// @throws Error when the payload has the wrong length for that
  void decode(std::span<const std::byte> payload, std::span<float> values) const;

 private:
  int bits_;
  float low_;
  float step_;
  float inverseStep_;
};

}  // namespace cleave
