// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/messages/control.h"

#include <algorithm>
#include <cmath>

namespace cleave::net {

SetThreads SetThreads::decode(ByteReader& reader) {
  const SetThreads message{reader.u16()};
  if (message.threads < 1 || message.threads > kMaxThreads) reader.fail("the thread count is out of range");
  return message;
}

SetLoad SetLoad::decode(ByteReader& reader) {
  const SetLoad message{reader.u16()};
  if (message.permille > kMaxLoadPermille) reader.fail("the load is out of range");
  return message;
}

void Probe::encode(ByteWriter& writer) const {
  writer.u64(value);
  writer.u32(replyBytes);
}

Probe Probe::decode(ByteReader& reader) {
  Probe probe;
  probe.value = reader.u64();
  probe.replyBytes = reader.u32();
  if (probe.replyBytes < 1 || probe.replyBytes > kMaxProbeBytes) reader.fail("the byte count is out of range");
  return probe;
}

ProbeReply ProbeReply::decode(ByteReader& reader) {
  ProbeReply reply;
  reply.value = reader.u64();
  reply.bytes = reader.rest();
  return reply;
}

void Pong::encode(ByteWriter& writer) const {
  writer.u64(value);
  writer.u32(static_cast<std::uint32_t>(std::lround(1e3 * std::clamp(slowdown, 0.0, kMaxSlowdown))));
}

Pong Pong::decode(ByteReader& reader) {
  const std::uint64_t value = reader.u64();
  const double slowdown = 1e-3 * reader.u32();
  if (slowdown > kMaxSlowdown) reader.fail("its slowdown is out of range");
  return {value, slowdown};
}

void SetLinkTrace::encode(ByteWriter& writer) const {
  writer.u64(trace.durationUs);
  writer.u64(trace.beginUs);
  writer.u32(static_cast<std::uint32_t>(trace.steps.size()));
  for (const LinkStep& step : trace.steps) {
    writer.u64(step.startUs);
    writer.u64(step.bitsPerSecond);
    writer.u32(step.rttUs);
  }
}

SetLinkTrace SetLinkTrace::decode(ByteReader& reader) {
  SetLinkTrace message;
  message.trace.durationUs = reader.u64();
  message.trace.beginUs = reader.u64();
  const std::size_t steps = reader.u32();
  // Before memory is taken: as many as there are bytes for, which the frame's header bounds.
  if (steps > kMaxLinkSteps || steps * (8 + 8 + 4) != reader.left()) reader.fail("its steps are incomplete");
  message.trace.steps.resize(steps);
  for (LinkStep& step : message.trace.steps) step = {reader.u64(), reader.u64(), reader.u32()};
  if (const std::string objection = objectionTo(message.trace); !objection.empty()) reader.fail(objection);
  return message;
}

}  // namespace cleave::net
