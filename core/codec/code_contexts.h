// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/codec/feature.h"

namespace cleave {

// What the lossless stage knows of a code before it is decoded: its left and its upper neighbour in the same channel
// (0 beyond the border). Features of a ReLU are sparse and smooth, so these two tell most of what can be told; measured
// against channel statistics and wider neighbourhoods, which gave a few per cent more.
//
// Codes of 8 bits are two symbols: the upper half with the contexts of 4-bit codes, then the lower half, which is noise
// unless the upper half is 0.

constexpr int kFrequencyBits = 11;  // frequencies of one context sum to 2^11

/// Symbols of one context: 2, 4, 16, 16 for 1, 2, 4, 8 bits.
constexpr std::size_t symbolCount(int bits) {
  return bits >= 4 ? 16 : std::size_t{1} << bits;
}

/// Contexts for codes of `bits` bits: 4, 16, 31, 33.
constexpr std::size_t contextCount(int bits) {
  switch (bits) {
    case 1:
      return 4;
    case 2:
      return 16;
    case 4:
      return 31;
    default:
      return 33;
  }
}

/// The context of a code (8 bits: of its upper half) by its neighbours.
template <int Bits>
constexpr std::size_t contextOf(std::uint8_t left, std::uint8_t up) {
  if constexpr (Bits <= 2) {
    return left + (static_cast<std::size_t>(up) << Bits);
  } else if constexpr (Bits == 4) {
    return static_cast<std::size_t>(left) + up;
  } else {
    return static_cast<std::size_t>(left >> 4) + (up >> 4);
  }
}

/// The context of the lower half of an 8-bit code.
constexpr std::size_t lowerContext(std::uint8_t upperHalf) {
  return upperHalf == 0 ? 31 : 32;
}

/// Frequencies of symbols by context, flat: [context * symbolCount(bits) + symbol]. Each is at least 1, those of one
/// context sum to 2^kFrequencyBits.
using SymbolFrequencies = std::vector<std::uint16_t>;

/// @throws Error when the list is not such a table
void validateFrequencies(int bits, std::span<const std::uint16_t> frequencies);

/// Counts symbols over many features and turns the counts into frequencies.
class SymbolCounter {
 public:
  /// @param bits 1, 2, 4 or 8
  explicit SymbolCounter(int bits);
  void add(std::span<const std::uint8_t> codes, const FeatureShape& shape);
  [[nodiscard]] SymbolFrequencies frequencies() const;
  /// What a code takes on average when what was counted is coded with `frequencies()`; 0 when nothing was.
  [[nodiscard]] double bitsPerCode() const;

 private:
  int bits_;
  std::vector<std::uint64_t> counts_;
  std::uint64_t codes_ = 0;
};

}  // namespace cleave
