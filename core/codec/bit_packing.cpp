// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codec/bit_packing.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "core/codec/kernels.h"
#include "core/types/error.h"

namespace cleave {
namespace {

void requireSizes(std::size_t count, int bits, std::size_t bytes) {
  if (bits != 1 && bits != 2 && bits != 4 && bits != 8) {
    throw Error("Codes cannot be packed to " + std::to_string(bits) + " bits: choose 1, 2, 4 or 8.");
  }
  if (bytes != packedBytes(count, bits)) {
    throw Error("A feature of " + std::to_string(count) + " values at " + std::to_string(bits) + " bits takes " +
                std::to_string(packedBytes(count, bits)) + " bytes, not " + std::to_string(bytes) + ".");
  }
}

}  // namespace

void packCodes(std::span<const std::uint8_t> codes, int bits, std::span<std::byte> packed) {
  requireSizes(codes.size(), bits, packed.size());
  auto* const out = reinterpret_cast<std::uint8_t*>(packed.data());
  if (bits == 8) {
    std::ranges::copy(codes, out);
    return;
  }
  const std::size_t perByte = 8 / static_cast<std::size_t>(bits);
  const std::size_t whole = codes.size() / perByte * perByte;
  codec::kernels().pack(codes.data(), whole, bits, out);
  if (whole == codes.size()) return;
  std::uint8_t last[8] = {};
  std::ranges::copy(codes.subspan(whole), last);
  codec::kernels().pack(last, perByte, bits, out + whole / perByte);
}

void unpackCodes(std::span<const std::byte> packed, int bits, std::span<std::uint8_t> codes) {
  requireSizes(codes.size(), bits, packed.size());
  const auto* const in = reinterpret_cast<const std::uint8_t*>(packed.data());
  if (bits == 8) {
    std::copy_n(in, packed.size(), codes.begin());
    return;
  }
  const std::size_t perByte = 8 / static_cast<std::size_t>(bits);
  const std::size_t whole = codes.size() / perByte * perByte;
  codec::kernels().unpack(in, whole, bits, codes.data());
  if (whole == codes.size()) return;
  std::uint8_t last[8];
  codec::kernels().unpack(in + whole / perByte, perByte, bits, last);
  std::copy_n(last, codes.size() - whole, codes.begin() + static_cast<std::ptrdiff_t>(whole));
}

}  // namespace cleave
