// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codec/quantizer.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <string>

#include "core/codec/bit_packing.h"
#include "core/codec/kernels.h"
#include "core/types/decision.h"
#include "core/types/error.h"

namespace cleave {
namespace {

static_assert(std::endian::native == std::endian::little, "16- and 32-bit payloads are copied as they lie in memory");

constexpr std::size_t kBlock = 4096;  // values whose codes stay in the first-level cache between two loops

bool allFinite(std::span<const float> values) {
  std::uint32_t bad = 0;
  for (const float value : values) {
    bad |= static_cast<std::uint32_t>((std::bit_cast<std::uint32_t>(value) & 0x7f800000U) == 0x7f800000U);
  }
  return bad == 0;
}

[[noreturn]] void refuseNotFinite() {
  throw Error("The feature contains NaN or infinity and was not quantized: check the model.");
}

void requireRange(const ValueRange& range) {
  if (!std::isfinite(range.low) || !std::isfinite(range.high) || !std::isfinite(range.high - range.low) ||
      !(range.low < range.high)) {
    throw Error("A quantization range is empty or not finite: calibrate the model again.");
  }
}

}  // namespace

Quantizer::Quantizer(int bits, float low, float high) : Quantizer(bits, std::array{ValueRange{low, high}}) {}

Quantizer::Quantizer(int bits, std::span<const ValueRange> ranges) : bits_(bits) {
  if (std::ranges::find(kBitWidths, bits) == kBitWidths.end()) {
    throw Error("A feature cannot be quantized to " + std::to_string(bits) + " bits: choose 1, 2, 4, 8, 16 or 32.");
  }
  if (ranges.empty()) throw Error("A quantization range is missing: calibrate the model again.");
  const auto levels = static_cast<float>((1ULL << (bits == 32 ? 16 : bits)) - 1);
  for (const ValueRange& range : ranges) {
    requireRange(range);
    const float width = range.high - range.low;
    scales_.push_back({range.low, width / levels, levels / width});
    if (!std::isfinite(scales_.back().inverseStep)) {
      throw Error("A quantization range is too narrow: calibrate the model again.");
    }
  }
}

std::size_t Quantizer::payloadBytes(std::size_t count) const {
  switch (bits_) {
    case 32:
      return count * sizeof(float);
    case 16:
      return count * sizeof(std::uint16_t);
    default:
      return packedBytes(count, bits_);
  }
}

void Quantizer::requireChannels(std::size_t count) const {
  if (count % scales_.size() != 0) {
    throw Error("A feature of " + std::to_string(count) + " values cannot be split into " +
                std::to_string(scales_.size()) + " channels: check that it belongs to this model.");
  }
}

// A run ends where its channel or the block does, whichever comes first.
void Quantizer::quantizeFrom(std::size_t first, std::size_t channelSize, std::span<const float> values,
                             std::span<std::uint8_t> codes) const {
  const auto top = static_cast<float>((1U << bits_) - 1);
  bool finite = true;
  for (std::size_t done = 0; done < values.size();) {
    const std::size_t channel = (first + done) / channelSize;
    const std::size_t run = std::min(values.size() - done, (channel + 1) * channelSize - first - done);
    const Scale& scale = scales_[channel];
    finite &=
        codec::kernels().quantize(values.data() + done, run, scale.low, scale.inverseStep, top, codes.data() + done);
    done += run;
  }
  if (!finite) refuseNotFinite();
}

void Quantizer::dequantizeFrom(std::size_t first, std::size_t channelSize, std::span<const std::uint8_t> codes,
                               std::span<float> values) const {
  for (std::size_t done = 0; done < values.size();) {
    const std::size_t channel = (first + done) / channelSize;
    const std::size_t run = std::min(values.size() - done, (channel + 1) * channelSize - first - done);
    const Scale& scale = scales_[channel];
    codec::kernels().dequantize(codes.data() + done, run, scale.low, scale.step, values.data() + done);
    done += run;
  }
}

void Quantizer::quantize(std::span<const float> values, std::span<std::uint8_t> codes) const {
  requireChannels(values.size());
  if (!values.empty()) quantizeFrom(0, values.size() / scales_.size(), values, codes);
}

void Quantizer::dequantize(std::span<const std::uint8_t> codes, std::span<float> values) const {
  requireChannels(values.size());
  if (!values.empty()) dequantizeFrom(0, values.size() / scales_.size(), codes, values);
}

void Quantizer::encode(std::span<const float> values, std::vector<std::byte>& payload) const {
  requireChannels(values.size());
  payload.resize(payloadBytes(values.size()));
  if (bits_ >= 16 && !allFinite(values)) refuseNotFinite();
  if (bits_ == 32) {
    std::memcpy(payload.data(), values.data(), payload.size());
    return;
  }
  const std::size_t channelSize = std::max<std::size_t>(1, values.size() / scales_.size());
  if (bits_ == 16) {
    auto* const out = payload.data();
    for (std::size_t i = 0; i < values.size(); ++i) {
      const Scale& scale = scales_[i / channelSize];
      const float level = std::clamp((values[i] - scale.low) * scale.inverseStep, 0.0F, 65535.0F);
      const auto code = static_cast<std::uint16_t>(static_cast<std::int32_t>(level + 0.5F));
      std::memcpy(out + i * sizeof code, &code, sizeof code);
    }
    return;
  }
  std::array<std::uint8_t, kBlock> codes;
  for (std::size_t first = 0; first < values.size(); first += kBlock) {
    const std::size_t count = std::min(kBlock, values.size() - first);
    quantizeFrom(first, channelSize, values.subspan(first, count), codes);
    packCodes(std::span(codes).first(count), bits_,
              std::span(payload).subspan(packedBytes(first, bits_), packedBytes(count, bits_)));
  }
}

void Quantizer::decode(std::span<const std::byte> payload, std::span<float> values) const {
  requireChannels(values.size());
  if (payload.size() != payloadBytes(values.size())) {
    throw Error("A feature of " + std::to_string(values.size()) + " values at " + std::to_string(bits_) +
                " bits takes " + std::to_string(payloadBytes(values.size())) + " bytes, not " +
                std::to_string(payload.size()) + ".");
  }
  if (bits_ == 32) {
    std::memcpy(values.data(), payload.data(), payload.size());
    if (!allFinite(values)) throw Error("The received feature contains NaN or infinity: check the agent's model.");
    return;
  }
  const std::size_t channelSize = std::max<std::size_t>(1, values.size() / scales_.size());
  if (bits_ == 16) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      const Scale& scale = scales_[i / channelSize];
      std::uint16_t code = 0;
      std::memcpy(&code, payload.data() + i * sizeof code, sizeof code);
      values[i] = scale.low + static_cast<float>(code) * scale.step;
    }
    return;
  }
  std::array<std::uint8_t, kBlock> codes;
  for (std::size_t first = 0; first < values.size(); first += kBlock) {
    const std::size_t count = std::min(kBlock, values.size() - first);
    unpackCodes(payload.subspan(packedBytes(first, bits_), packedBytes(count, bits_)), bits_,
                std::span(codes).first(count));
    dequantizeFrom(first, channelSize, codes, values.subspan(first, count));
  }
}

}  // namespace cleave
