// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "net/wire/frame_header.h"

namespace cleave::net {

/// One complete message as bytes; the payload is a view.
struct WireFrame {
  MessageType type = MessageType::Bye;
  std::span<const std::byte> payload;
};

/// Cuts a byte stream, split anywhere, into frames. A payload is copied once, into a buffer that is reused, and
/// address space is taken only after its header was accepted.
class WireFrameParser {
 public:
  explicit WireFrameParser(TypeSet accepted) : accepted_(accepted) {}

  /// From the next header on.
  void accept(TypeSet accepted) { accepted_ = accepted; }

  /// Takes bytes up to the end of the frame under way.
  /// @returns how many were taken; once complete() the next call starts the next frame
  /// @throws ProtocolError for a header that is not allowed; the stream cannot be read on after that
  std::size_t feed(std::span<const std::byte> bytes);

  [[nodiscard]] bool complete() const { return complete_; }
  /// @pre complete(); valid until the next feed()
  [[nodiscard]] WireFrame frame() const { return {header_.type, payload_}; }
  /// Bytes of memory held for payloads.
  [[nodiscard]] std::size_t capacity() const { return payload_.capacity(); }

 private:
  TypeSet accepted_;
  std::array<std::byte, kHeaderBytes> headerBytes_{};
  std::size_t headerFilled_ = 0;
  WireFrameHeader header_;
  std::vector<std::byte> payload_;
  bool complete_ = false;
};

}  // namespace cleave::net
