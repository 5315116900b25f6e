// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codec/bit_packing.h"

#include <algorithm>

#include "core/plain/error.h"

namespace cleave {
namespace {

void requireSizes(std::size_t count, int bits, std::size_t bytes) {
  if (bits != 1 && bits != 2 && bits != 4 && bits != 8 && bits != 16) {
    throw Error("Codes cannot be packed to " + std::to_string(bits) + " bits: choose 1, 2, 4, 8 or 16.");
  }
  if (bytes != packedBytes(count, bits)) {
    throw Error("A feature of " + std::to_string(count) + " values at " + std::to_string(bits) + " bits takes " +
                std::to_string(packedBytes(count, bits)) + " bytes, not " + std::to_string(bytes) + ".");
  }
}

template <int Bits>
void packSubByte(std::span<const std::uint16_t> codes, std::span<std::byte> packed) {
  constexpr std::size_t kPerByte = 8 / Bits;
  const std::size_t whole = codes.size() / kPerByte;
  for (std::size_t i = 0; i < whole; ++i) {
    unsigned byte = 0;
    for (std::size_t k = 0; k < kPerByte; ++k) byte |= static_cast<unsigned>(codes[i * kPerByte + k]) << (k * Bits);
    packed[i] = static_cast<std::byte>(byte);
  }
  if (whole < packed.size()) {
    unsigned byte = 0;
    for (std::size_t k = 0; whole * kPerByte + k < codes.size(); ++k) {
      byte |= static_cast<unsigned>(codes[whole * kPerByte + k]) << (k * Bits);
    }
    packed[whole] = static_cast<std::byte>(byte);
  }
}

template <int Bits>
void unpackSubByte(std::span<const std::byte> packed, std::span<std::uint16_t> codes) {
  constexpr std::size_t kPerByte = 8 / Bits;
  constexpr unsigned kMask = (1U << Bits) - 1;
  const std::size_t whole = codes.size() / kPerByte;
  for (std::size_t i = 0; i < whole; ++i) {
    const auto byte = static_cast<unsigned>(packed[i]);
    for (std::size_t k = 0; k < kPerByte; ++k) {
      codes[i * kPerByte + k] = static_cast<std::uint16_t>((byte >> (k * Bits)) & kMask);
    }
  }
  for (std::size_t i = whole * kPerByte; i < codes.size(); ++i) {
    codes[i] = static_cast<std::uint16_t>((static_cast<unsigned>(packed[whole]) >> (i % kPerByte * Bits)) & kMask);
  }
}

}  // namespace

void packCodes(std::span<const std::uint16_t> codes, int bits, std::span<std::byte> packed) {
  requireSizes(codes.size(), bits, packed.size());
  switch (bits) {
    case 1:
      return packSubByte<1>(codes, packed);
    case 2:
      return packSubByte<2>(codes, packed);
    case 4:
      return packSubByte<4>(codes, packed);
    case 8:
      std::ranges::transform(codes, packed.begin(), [](auto c) { return static_cast<std::byte>(c); });
      return;
    default:
      break;
  }
  for (std::size_t i = 0; i < codes.size(); ++i) {
    packed[2 * i] = static_cast<std::byte>(codes[i] & 0xff);
    packed[2 * i + 1] = static_cast<std::byte>(codes[i] >> 8);
  }
}

void unpackCodes(std::span<const std::byte> packed, int bits, std::span<std::uint16_t> codes) {
  requireSizes(codes.size(), bits, packed.size());
  switch (bits) {
    case 1:
      return unpackSubByte<1>(packed, codes);
    case 2:
      return unpackSubByte<2>(packed, codes);
    case 4:
      return unpackSubByte<4>(packed, codes);
    case 8:
      std::ranges::transform(packed, codes.begin(), [](auto b) { return static_cast<std::uint16_t>(b); });
      return;
    default:
      break;
  }
  for (std::size_t i = 0; i < codes.size(); ++i) {
    codes[i] = static_cast<std::uint16_t>(static_cast<unsigned>(packed[2 * i]) |
                                          static_cast<unsigned>(packed[2 * i + 1]) << 8);
  }
}

}  // namespace cleave
