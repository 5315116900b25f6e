// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

#include "net/wire/byte_reader.h"
#include "net/wire/byte_writer.h"
#include "net/wire/checksum.h"
#include "net/wire/message_type.h"

namespace cleave::net {

/// Announces a model: its manifest and weights follow as one byte string, manifest first, in DeployChunks.
struct DeployBegin {
  static constexpr MessageType kType = MessageType::DeployBegin;
  ModelChecksum checksum;
  std::uint32_t manifestBytes = 0;  ///< 1..kMaxManifestBytes
  std::uint64_t weightsBytes = 0;   ///< 0..kMaxWeightsBytes

  void encode(ByteWriter& writer) const;
  static DeployBegin decode(ByteReader& reader);
};

struct DeployChunk {
  static constexpr MessageType kType = MessageType::DeployChunk;
  std::uint64_t offset = 0;          ///< of the first byte; chunks come in order without gaps
  std::span<const std::byte> bytes;  ///< 1..kMaxChunkBytes

  void encode(ByteWriter& writer) const;
  static DeployChunk decode(ByteReader& reader);
};

struct DeployProgress {
  static constexpr MessageType kType = MessageType::DeployProgress;
  std::uint64_t received = 0;  ///< bytes so far

  void encode(ByteWriter& writer) const;
  static DeployProgress decode(ByteReader& reader);
};

/// The model is loaded and requests are welcome.
struct DeployDone {
  static constexpr MessageType kType = MessageType::DeployDone;
  void encode(ByteWriter&) const {}
  static DeployDone decode(ByteReader&) { return {}; }
};

}  // namespace cleave::net
