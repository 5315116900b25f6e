// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/messages/request.h"

#include <algorithm>
#include <cmath>

#include "net/wire/limits.h"

namespace cleave::net {
namespace {

void encodeDecision(ByteWriter& writer, const Decision& decision) {
  writer.u8(static_cast<std::uint8_t>(decision.exit));
  writer.u8(static_cast<std::uint8_t>(decision.partition));
  writer.u8(static_cast<std::uint8_t>(decision.bits));
}

Decision decodeDecision(ByteReader& reader) {
  Decision decision;
  decision.exit = reader.u8();
  decision.partition = reader.u8();
  decision.bits = reader.u8();
  if (std::ranges::find(kBitWidths, decision.bits) == kBitWidths.end()) reader.fail("invalid bit width");
  return decision;
}

double readingWithin(ByteReader& reader, float low, float high) {
  const float value = reader.f32();
  if (std::isnan(value)) return kUnknown;
  if (!(value >= low && value <= high)) reader.fail("an implausible reading");
  return value;
}

}  // namespace

void Request::encode(ByteWriter& writer) const {
  writer.u64(id);
  writer.u32(frame);
  encodeDecision(writer, decision);
  writer.u32(giveUpUs);
  encodeDecision(writer, fallback);
}

Request Request::decode(ByteReader& reader) {
  Request request;
  request.id = reader.u64();
  request.frame = reader.u32();
  request.decision = decodeDecision(reader);
  request.giveUpUs = reader.u32();
  request.fallback = decodeDecision(reader);
  if (request.decision.exit < 1) reader.fail("exits are numbered from 1");
  if (request.giveUpUs > 0 && request.fallback.exit < 1) reader.fail("it has a timeout but no fallback");
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
  writer.u32(following);
}

Feature Feature::decode(ByteReader& reader) {
  Feature feature;
  feature.id = reader.u64();
  const std::size_t layers = reader.u16();
  if (layers > kMaxLayers) reader.fail("it lists too many layers");
  feature.layerMs.reserve(layers);
  for (std::size_t i = 0; i < layers; ++i) feature.layerMs.push_back(reader.ms32());
  feature.queueMs = reader.ms64();
  feature.prepareMs = reader.ms64();
  feature.quantizeMs = reader.ms64();
  feature.busyMs = reader.ms64();
  const std::uint8_t kind = reader.u8();
  if (kind > static_cast<std::uint8_t>(PayloadKind::Logits)) reader.fail("unknown payload kind");
  feature.kind = static_cast<PayloadKind>(kind);
  feature.following = reader.u32();
  if (reader.left() > kMaxFeatureBytes || feature.following > kMaxFeatureBytes) reader.fail("its payload is too large");
  feature.bytes = reader.rest();
  if (feature.following > 0 && !feature.bytes.empty()) reader.fail("it both contains and announces feature bytes");
  return feature;
}

FeaturePart FeaturePart::decode(ByteReader& reader) {
  FeaturePart part;
  part.id = reader.u64();
  part.bytes = reader.rest();
  if (part.bytes.empty()) reader.fail("it is empty");
  return part;
}

void GaveUp::encode(ByteWriter& writer) const {
  writer.u64(id);
  writer.u32(crossedBytes);
  writer.f64(afterMs);
}

GaveUp GaveUp::decode(ByteReader& reader) {
  GaveUp gaveUp;
  gaveUp.id = reader.u64();
  gaveUp.crossedBytes = reader.u32();
  gaveUp.afterMs = reader.ms64();
  return gaveUp;
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
  writer.f32(static_cast<float>(device.cpu));
  writer.f32(static_cast<float>(device.temperatureC));
  writer.f32(static_cast<float>(device.mhz));
}

ResultAck ResultAck::decode(ByteReader& reader) {
  ResultAck ack;
  ack.id = reader.u64();
  ack.tcp.rttMs = reader.ms64();
  ack.tcp.retransmissions = reader.u64();
  ack.device.cpu = readingWithin(reader, 0, 1);
  ack.device.temperatureC = readingWithin(reader, -100, 250);
  ack.device.mhz = readingWithin(reader, 0, 1'000'000);
  return ack;
}

}  // namespace cleave::net
