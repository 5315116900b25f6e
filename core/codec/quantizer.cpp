// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codec/quantizer.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "core/codec/bit_packing.h"
#include "core/plain/decision.h"
#include "core/plain/error.h"

namespace cleave {
namespace {

static_assert(std::endian::native == std::endian::little, "32-bit payloads are copied as they lie in memory");

// One pass without branches, so that it vectorises: an exponent of all ones marks NaN and infinity.
bool allFinite(std::span<const float> values) {
  std::uint32_t bad = 0;
  for (const float value : values) {
    bad |= static_cast<std::uint32_t>((std::bit_cast<std::uint32_t>(value) & 0x7f800000U) == 0x7f800000U);
  }
  return bad == 0;
}

}  // namespace

Quantizer::Quantizer(int bits, float low, float high) : bits_(bits), low_(low) {
  if (std::ranges::find(kBitWidths, bits) == kBitWidths.end()) {
    throw Error("A feature cannot be quantized to " + std::to_string(bits) + " bits: choose 1, 2, 4, 8, 16 or 32.");
  }
  if (!std::isfinite(low) || !std::isfinite(high) || !std::isfinite(high - low) || !(low < high)) {
    throw Error("A quantization range is empty or not finite: calibrate the model again.");
  }
  const auto levels = static_cast<float>((1ULL << (bits == 32 ? 16 : bits)) - 1);
  step_ = (high - low) / levels;
  inverseStep_ = levels / (high - low);
  if (!std::isfinite(inverseStep_)) throw Error("A quantization range is too narrow: calibrate the model again.");
}

std::size_t Quantizer::payloadBytes(std::size_t count) const {
  return bits_ == 32 ? count * sizeof(float) : packedBytes(count, bits_);
}

void Quantizer::encode(std::span<const float> values, std::vector<std::byte>& payload) const {
  if (!allFinite(values)) throw Error("The feature holds NaN or infinity, so it was not quantized: check the model.");
  payload.resize(payloadBytes(values.size()));
  if (bits_ == 32) {
    std::memcpy(payload.data(), values.data(), payload.size());
    return;
  }
  const auto top = static_cast<float>((1U << bits_) - 1);
  std::vector<std::uint16_t> codes(values.size());
  std::ranges::transform(values, codes.begin(), [&](float value) {
    // Clamped before rounding: a float beyond the integer's range must not be converted.
    const float level = std::clamp((value - low_) * inverseStep_, 0.0F, top);
    return static_cast<std::uint16_t>(static_cast<std::int32_t>(level + 0.5F));
  });
  packCodes(codes, bits_, payload);
}

void Quantizer::decode(std::span<const std::byte> payload, std::span<float> values) const {
  if (payload.size() != payloadBytes(values.size())) {
    throw Error("A feature of " + std::to_string(values.size()) + " values at " + std::to_string(bits_) +
                " bits takes " + std::to_string(payloadBytes(values.size())) + " bytes, not " +
                std::to_string(payload.size()) + ".");
  }
  if (bits_ == 32) {
    std::memcpy(values.data(), payload.data(), payload.size());
    if (!allFinite(values)) throw Error("The received feature holds NaN or infinity: check the agent's model.");
    return;
  }
  std::vector<std::uint16_t> codes(values.size());
  unpackCodes(payload, bits_, codes);
  std::ranges::transform(codes, values.begin(),
                         [&](std::uint16_t code) { return low_ + static_cast<float>(code) * step_; });
}

}  // namespace cleave
