// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/wire/frame_header.h"

#include <string>

#include "net/wire/byte_reader.h"
#include "net/wire/protocol_error.h"

namespace cleave::net {

std::array<std::byte, kHeaderBytes> encodeHeader(const WireFrameHeader& header) {
  std::array<std::byte, kHeaderBytes> bytes{};
  for (std::size_t i = 0; i < 4; ++i) bytes[i] = static_cast<std::byte>((header.payloadBytes >> (8 * i)) & 0xFF);
  bytes[4] = static_cast<std::byte>(header.type);
  return bytes;
}

WireFrameHeader decodeHeader(std::span<const std::byte, kHeaderBytes> bytes, const TypeSet& accepted) {
  ByteReader reader(bytes, "frame header");
  const std::uint32_t length = reader.u32();
  const std::uint8_t type = reader.u8();
  for (const std::byte reserved : reader.rest()) {
    if (reserved != std::byte{0}) throw ProtocolError("a frame header with non-zero reserved bytes");
  }
  const auto rule = ruleFor(type);
  if (!rule) throw ProtocolError("an unknown message type (" + std::to_string(type) + ")");
  const auto known = static_cast<MessageType>(type);
  if (!accepted.has(known)) throw ProtocolError("a " + std::string(rule->name) + " message, which is not allowed here");
  if (length > rule->maxPayloadBytes) {
    throw ProtocolError("a " + std::string(rule->name) + " message of " + std::to_string(length) +
                        " bytes, above its limit of " + std::to_string(rule->maxPayloadBytes));
  }
  return {length, known};
}

}  // namespace cleave::net
