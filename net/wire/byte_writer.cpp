// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/wire/byte_writer.h"

namespace cleave::net {

void ByteWriter::text(std::string_view text, std::size_t maxBytes) {
  std::size_t length = text.size();
  if (length > maxBytes) {
    length = maxBytes;
    while (length > 0 && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) --length;
  }
  u16(static_cast<std::uint16_t>(length));
  raw(text.substr(0, length));
}

}  // namespace cleave::net
