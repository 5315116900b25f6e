// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codec/feature_codec.h"

#include <string>

#include "core/codec/bit_packing.h"
#include "core/types/error.h"

namespace cleave {

FeatureCodec::FeatureCodec(const FeatureShape& shape, Quantizer quantizer, std::span<const std::uint16_t> frequencies)
    : shape_(shape), quantizer_(std::move(quantizer)) {
  if (quantizer_.ranges() != 1 && quantizer_.ranges() != shape.channels) {
    throw Error("A feature has " + std::to_string(quantizer_.ranges()) + " quantization ranges but " +
                std::to_string(shape.channels) + " channels: calibrate the model again.");
  }
  if (!frequencies.empty()) coder_ = std::make_shared<const EntropyCoder>(quantizer_.bits(), frequencies);
}

void FeatureCodec::requireCount(std::size_t count) const {
  if (count != shape_.count()) {
    throw Error("A feature has " + std::to_string(count) + " values, but the model expects " +
                std::to_string(shape_.count()) + ": redeploy the model.");
  }
}

void FeatureCodec::encode(std::span<const float> values, std::vector<std::byte>& payload) const {
  requireCount(values.size());
  if (!coder_) return quantizer_.encode(values, payload);
  thread_local std::vector<std::uint8_t> codes;
  codes.resize(values.size());
  quantizer_.quantize(values, codes);
  if (coder_->encode(codes, shape_, payload)) return;
  payload.resize(packedBytes());
  packCodes(codes, quantizer_.bits(), payload);
}

void FeatureCodec::decode(std::span<const std::byte> payload, std::span<float> values) const {
  requireCount(values.size());
  if (!coder_ || payload.size() >= packedBytes()) return quantizer_.decode(payload, values);
  thread_local std::vector<std::uint8_t> codes;
  codes.resize(values.size());
  coder_->decode(payload, shape_, codes);
  quantizer_.dequantize(codes, values);
}

}  // namespace cleave
