// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

#include "net/wire/byte_reader.h"
#include "net/wire/byte_writer.h"
#include "net/wire/message_type.h"

namespace cleave::net {

/// Forget all frames of this connection.
struct ClearImages {
  static constexpr MessageType kType = MessageType::ClearImages;
  void encode(ByteWriter&) const {}
  static ClearImages decode(ByteReader&) { return {}; }
};

/// Keep one frame under an index; an index that exists is replaced.
struct PushImage {
  static constexpr MessageType kType = MessageType::PushImage;
  std::uint32_t index = 0;
  std::uint16_t width = 0;           ///< pixels, 1..kMaxImageSide
  std::uint16_t height = 0;          ///< pixels, 1..kMaxImageSide
  std::span<const std::byte> bytes;  ///< width * height * 3: rows of interleaved 8-bit RGB

  void encode(ByteWriter& writer) const;
  static PushImage decode(ByteReader& reader);
};

struct ImageStored {
  static constexpr MessageType kType = MessageType::ImageStored;
  std::uint32_t index = 0;

  void encode(ByteWriter& writer) const { writer.u32(index); }
  static ImageStored decode(ByteReader& reader) { return {reader.u32()}; }
};

}  // namespace cleave::net
