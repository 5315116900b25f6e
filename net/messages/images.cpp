// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/messages/images.h"

#include "net/wire/limits.h"

namespace cleave::net {

void PushImage::encode(ByteWriter& writer) const {
  writer.u32(index);
  writer.u16(width);
  writer.u16(height);
}

PushImage PushImage::decode(ByteReader& reader) {
  PushImage push;
  push.index = reader.u32();
  push.width = reader.u16();
  push.height = reader.u16();
  if (push.width == 0 || push.height == 0 || push.width > kMaxImageSide || push.height > kMaxImageSide) {
    reader.fail("the frame's width or height is out of range");
  }
  push.bytes = reader.rest();
  if (push.bytes.size() != std::size_t{3} * push.width * push.height) {
    reader.fail("the frame's bytes are not width x height x 3");
  }
  return push;
}

}  // namespace cleave::net
