// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "net/wire/byte_reader.h"
#include "net/wire/byte_writer.h"
#include "net/wire/checksum.h"
#include "net/wire/limits.h"
#include "net/wire/message_type.h"

namespace cleave::net {

/// Hello and HelloReply begin with the same 8 bytes, for ever: "CLEAVE", then the u16 protocol version. Read them
/// first: the rest can be decoded only when the version is ours.
/// @throws ProtocolError when the peer is no Cleave program
std::uint16_t peekProtocolVersion(std::span<const std::byte> payload, MessageType type);

/// The edge's first message.
struct Hello {
  static constexpr MessageType kType = MessageType::Hello;
  std::uint16_t protocolVersion = kProtocolVersion;
  std::string software;  ///< name and version for people, at most kMaxSoftwareBytes

  void encode(ByteWriter& writer) const;
  static Hello decode(ByteReader& reader);
};

/// What the agent's times are times of.
struct DeviceIdentity {
  std::string machine;   ///< processor or board, at most kMaxMachineBytes
  std::string governor;  ///< of its frequency, at most kMaxGovernorBytes; empty = unknown
  std::string emulated;  ///< the device that it stands in for, at most kMaxEmulatedBytes; empty = itself

  friend bool operator==(const DeviceIdentity&, const DeviceIdentity&) = default;
};

/// The agent's answer, also to a version that it does not speak.
struct HelloReply {
  static constexpr MessageType kType = MessageType::HelloReply;
  std::uint16_t protocolVersion = kProtocolVersion;
  std::string software;
  std::string hostName;
  std::uint16_t threads = 1;    ///< threads that the device computes with
  ModelChecksum modelChecksum;  ///< the model it holds, empty() for none
  DeviceIdentity device = {};
  std::uint16_t loadPermille = 0;  ///< that other work keeps busy, put there by the agent itself; 0..kMaxLoadPermille

  void encode(ByteWriter& writer) const;
  static HelloReply decode(ByteReader& reader);
};

}  // namespace cleave::net
