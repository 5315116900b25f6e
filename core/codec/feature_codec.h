// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "core/codec/entropy_coder.h"
#include "core/codec/feature.h"
#include "core/codec/quantizer.h"

namespace cleave {

/// What the link carries of one feature: quantized, then packed or, where the model has frequencies for it, compressed
/// without loss. A payload as long as the packed codes is packed; a shorter one is compressed. So a feature that would
/// not shrink costs nothing extra.
class FeatureCodec {
 public:
  /// @param frequencies of symbols by context; empty: no lossless stage
  /// @throws Error when the ranges or the frequencies do not fit the shape and width
  FeatureCodec(const FeatureShape& shape, Quantizer quantizer, std::span<const std::uint16_t> frequencies = {});

  [[nodiscard]] const Quantizer& quantizer() const { return quantizer_; }
  [[nodiscard]] bool compresses() const { return coder_ != nullptr; }
  /// The longest that a payload can be.
  [[nodiscard]] std::size_t packedBytes() const { return quantizer_.payloadBytes(shape_.count()); }

  /// @throws Error when there are not shape.count() values, or one is NaN or infinite
  void encode(std::span<const float> values, std::vector<std::byte>& payload) const;
  /// @throws Error when the payload does not fit
  void decode(std::span<const std::byte> payload, std::span<float> values) const;

 private:
  void requireCount(std::size_t count) const;

  FeatureShape shape_;
  Quantizer quantizer_;
  std::shared_ptr<const EntropyCoder> coder_;
};

}  // namespace cleave
