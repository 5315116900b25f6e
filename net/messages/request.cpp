// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/messages/request.h"

#include <algorithm>

#include "net/wire/limits.h"

namespace cleave::net {

void Request::encode(ByteWriter& writer) const {
  writer.u64(id);
  writer.u32(frame);
  writer.u8(static_cast<std::uint8_t>(decision.exit));
  writer.u8(static_cast<std::uint8_t>(decision.partition));
  writer.u8(static_cast<std::uint8_t>(decision.bits));
}

Request Request::decode(ByteReader& reader) {
  Request request;
  request.id = reader.u64();
  request.frame = reader.u32();
  request.decision.exit = reader.u8();
  request.decision.partition = reader.u8();
  request.decision.bits = reader.u8();
  if (request.decision.exit < 1) reader.fail("exits count from 1");
  if (std::ranges::find(kBitWidths, request.decision.bits) == kBitWidths.end()) reader.fail("no such bit width");
  return request;
}

void Feature::encode(ByteWriter& writer) const {
  writer.u64(id);
  const std::size_t layers = std::min(layerMs.size(), kMaxLayers);
  writer.u16(static_cast<std::uint16_t>(layers));
  for (std::size_t i = 0; i < layers; ++i) writer.f32(layerMs[i]);
  writer.f64(queueMs);
  writer.f64(prepareMs);
  writer.f64(quantizeMs);
  writer.f64(busyMs);
  writer.u8(static_cast<std::uint8_t>(kind));
}

Feature Feature::decode(ByteReader& reader) {
  Feature feature;
  feature.id = reader.u64();
  const std::size_t layers = reader.u16();
  if (layers > kMaxLayers) reader.fail("it names too many layers");
  feature.layerMs.reserve(layers);
  for (std::size_t i = 0; i < layers; ++i) feature.layerMs.push_back(reader.ms32());
  feature.queueMs = reader.ms64();
  feature.prepareMs = reader.ms64();
  feature.quantizeMs = reader.ms64();
  feature.busyMs = reader.ms64();
  const std::uint8_t kind = reader.u8();
  if (kind > static_cast<std::uint8_t>(PayloadKind::Logits)) reader.fail("no such kind of payload");
  feature.kind = static_cast<PayloadKind>(kind);
  if (reader.left() > kMaxFeatureBytes) reader.fail("its payload is too large");
  feature.bytes = reader.rest();
  return feature;
}

void RequestFailed::encode(ByteWriter& writer) const {
  writer.u64(id);
  writer.text(sentence, kMaxSentenceBytes);
}

RequestFailed RequestFailed::decode(ByteReader& reader) {
  RequestFailed failed;
  failed.id = reader.u64();
  failed.sentence = reader.text(kMaxSentenceBytes);
  return failed;
}

void Result::encode(ByteWriter& writer) const {
  writer.u64(id);
  writer.i32(prediction);
}

Result Result::decode(ByteReader& reader) {
  Result result;
  result.id = reader.u64();
  result.prediction = reader.i32();
  return result;
}

void ResultAck::encode(ByteWriter& writer) const {
  writer.u64(id);
  writer.f64(tcp.rttMs);
  writer.u64(tcp.retransmissions);
}

ResultAck ResultAck::decode(ByteReader& reader) {
  ResultAck ack;
  ack.id = reader.u64();
  ack.tcp.rttMs = reader.ms64();
  ack.tcp.retransmissions = reader.u64();
  return ack;
}

}  // namespace cleave::net
