// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/codec/code_contexts.h"
#include "core/codec/feature.h"

namespace cleave {

/// Lossless coding of quantized features: asymmetric numeral systems (rANS; Duda, arXiv 1311.2540) with fixed
/// frequencies per context, which were counted when the model was calibrated. Four coders run side by side over four
/// groups of channels, so that a processor has independent work in every cycle.
/// Payload: the coders' 32-bit states, then the 16-bit words that they shed, all little-endian.
class EntropyCoder {
 public:
  /// @param bits 1, 2, 4 or 8
  /// @throws Error when the frequencies are none for that width
  EntropyCoder(int bits, std::span<const std::uint16_t> frequencies);

  [[nodiscard]] int bits() const { return bits_; }

  /// @param codes shape.count() codes below 2^bits
  /// @return false, with `payload` unspecified, when the result would not be shorter than the packed codes
  bool encode(std::span<const std::uint8_t> codes, const FeatureShape& shape, std::vector<std::byte>& payload) const;

  /// Never reads beyond `payload`, whatever it holds.
  /// @throws Error when it is not what `encode` gives for such a shape
  void decode(std::span<const std::byte> payload, const FeatureShape& shape, std::span<std::uint8_t> codes) const;

 private:
  struct Symbol {
    std::uint16_t frequency;
    std::uint16_t begin;  ///< sum of the frequencies before it
  };
  template <int Bits>
  class Encoding;
  template <int Bits>
  class Decoding;

  int bits_;
  std::vector<Symbol> symbols_;      ///< [context * symbolCount + symbol]
  std::vector<std::uint8_t> slots_;  ///< [context << kFrequencyBits | slot] -> symbol
};

}  // namespace cleave
