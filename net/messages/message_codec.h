// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include "net/wire/byte_reader.h"
#include "net/wire/byte_writer.h"
#include "net/wire/frame_header.h"

// A message is a plain struct with kType, encode(ByteWriter&) and a static decode(ByteReader&). Bulk data is a last
// member `bytes`, a view that encode() leaves out: it follows the encoded part and fills the rest of the payload.

namespace cleave::net {

template <class M>
std::span<const std::byte> bulkOf(const M& message) {
  if constexpr (requires { message.bytes; }) return message.bytes;
  return {};
}

/// The frame without its bulk, whose length the header already counts: the caller sends bulkOf(message) next.
template <class M>
void appendHead(std::vector<std::byte>& out, const M& message) {
  const std::size_t start = out.size();
  out.resize(start + kHeaderBytes);
  ByteWriter writer(out);
  message.encode(writer);
  const std::size_t payload = out.size() - start - kHeaderBytes + bulkOf(message).size();
  const auto header = encodeHeader({static_cast<std::uint32_t>(payload), M::kType});
  std::copy(header.begin(), header.end(), out.begin() + static_cast<std::ptrdiff_t>(start));
}

template <class M>
void appendMessage(std::vector<std::byte>& out, const M& message) {
  appendHead(out, message);
  ByteWriter(out).raw(bulkOf(message));
}

template <class M>
std::vector<std::byte> toBytes(const M& message) {
  std::vector<std::byte> out;
  out.reserve(kHeaderBytes + 64 + bulkOf(message).size());
  appendMessage(out, message);
  return out;
}

/// @throws ProtocolError when the payload is not exactly one M; views point into `payload`
template <class M>
M decodeMessage(std::span<const std::byte> payload) {
  ByteReader reader(payload, nameOf(M::kType));
  M message = M::decode(reader);
  reader.finish();
  return message;
}

}  // namespace cleave::net
