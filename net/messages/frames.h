// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

#include "net/wire/byte_reader.h"
#include "net/wire/byte_writer.h"
#include "net/wire/message_type.h"

namespace cleave::net {

/// Forget all frames of this connection.
struct ClearFrames {
  static constexpr MessageType kType = MessageType::ClearFrames;
  void encode(ByteWriter&) const {}
  static ClearFrames decode(ByteReader&) { return {}; }
};

/// Keep one frame under an index; an index that exists is replaced.
struct PushFrame {
  static constexpr MessageType kType = MessageType::PushFrame;
  std::uint32_t index = 0;
  std::uint16_t width = 0;           ///< pixels, 1..kMaxFrameSide
  std::uint16_t height = 0;          ///< pixels, 1..kMaxFrameSide
  std::span<const std::byte> bytes;  ///< width * height * 3: rows of interleaved 8-bit RGB

  void encode(ByteWriter& writer) const;
  static PushFrame decode(ByteReader& reader);
};

struct FrameStored {
  static constexpr MessageType kType = MessageType::FrameStored;
  std::uint32_t index = 0;

  void encode(ByteWriter& writer) const { writer.u32(index); }
  static FrameStored decode(ByteReader& reader) { return {reader.u32()}; }
};

}  // namespace cleave::net
