// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "net/wire/message_type.h"

namespace cleave::net {

/// u32 payload length, u8 message type, u8[3] reserved = 0; little-endian. This layout never changes, so that two
/// versions can always tell each other apart.
inline constexpr std::size_t kHeaderBytes = 8;

struct WireFrameHeader {
  std::uint32_t payloadBytes = 0;
  MessageType type = MessageType::Bye;
};

std::array<std::byte, kHeaderBytes> encodeHeader(const WireFrameHeader& header);

/// Checks everything that a header can say before memory is taken for its payload.
/// @throws ProtocolError for an unknown or unaccepted type, a payload over the type's bound, a non-zero reserved byte
WireFrameHeader decodeHeader(std::span<const std::byte, kHeaderBytes> bytes, const TypeSet& accepted);

}  // namespace cleave::net
