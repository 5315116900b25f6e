// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace cleave {

/// Bytes that `count` codes of `bits` bits take when packed without gaps; the last byte is padded with zero bits.
constexpr std::size_t packedBytes(std::size_t count, int bits) {
  return count / 8 * static_cast<std::size_t>(bits) + (count % 8 * static_cast<std::size_t>(bits) + 7) / 8;
}

/// Packs codes, least significant bits first: code i occupies bits [i * bits, (i + 1) * bits) of the little-endian
/// bit stream. Codes must be below 2^bits.
/// @param bits 1, 2, 4 or 8
/// @param packed exactly packedBytes(codes.size(), bits) long
void packCodes(std::span<const std::uint8_t> codes, int bits, std::span<std::byte> packed);

/// The inverse; fills `codes`, so the count is known from elsewhere (the feature's shape).
void unpackCodes(std::span<const std::byte> packed, int bits, std::span<std::uint8_t> codes);

}  // namespace cleave
