// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/messages/hello.h"

#include <algorithm>

#include "net/wire/protocol_error.h"

namespace cleave::net {
namespace {

constexpr std::string_view kMagic = "CLEAVE";

std::uint16_t readPrefix(ByteReader& reader) {
  const auto magic = reader.raw(kMagic.size());
  if (!std::ranges::equal(magic, std::as_bytes(std::span(kMagic)))) {
    throw ProtocolError("an unknown greeting");
  }
  return reader.u16();
}

void writePrefix(ByteWriter& writer, std::uint16_t version) {
  writer.raw(kMagic);
  writer.u16(version);
}

}  // namespace

std::uint16_t peekProtocolVersion(std::span<const std::byte> payload, MessageType type) {
  ByteReader reader(payload, nameOf(type));
  return readPrefix(reader);
}

void Hello::encode(ByteWriter& writer) const {
  writePrefix(writer, protocolVersion);
  writer.text(software, kMaxSoftwareBytes);
}

Hello Hello::decode(ByteReader& reader) {
  Hello hello;
  hello.protocolVersion = readPrefix(reader);
  hello.software = reader.text(kMaxSoftwareBytes);
  return hello;
}

void HelloReply::encode(ByteWriter& writer) const {
  writePrefix(writer, protocolVersion);
  writer.text(software, kMaxSoftwareBytes);
  writer.text(hostName, kMaxHostNameBytes);
  writer.u16(threads);
  writer.u64(modelChecksum.high);
  writer.u64(modelChecksum.low);
  writer.text(device.machine, kMaxMachineBytes);
  writer.text(device.governor, kMaxGovernorBytes);
  writer.text(device.emulated, kMaxEmulatedBytes);
  writer.u16(loadPermille);
}

HelloReply HelloReply::decode(ByteReader& reader) {
  HelloReply reply;
  reply.protocolVersion = readPrefix(reader);
  reply.software = reader.text(kMaxSoftwareBytes);
  reply.hostName = reader.text(kMaxHostNameBytes);
  reply.threads = reader.u16();
  reply.modelChecksum.high = reader.u64();
  reply.modelChecksum.low = reader.u64();
  reply.device.machine = reader.text(kMaxMachineBytes);
  reply.device.governor = reader.text(kMaxGovernorBytes);
  reply.device.emulated = reader.text(kMaxEmulatedBytes);
  reply.loadPermille = reader.u16();
  if (reply.loadPermille > kMaxLoadPermille) reader.fail("the load is out of range");
  return reply;
}

}  // namespace cleave::net
