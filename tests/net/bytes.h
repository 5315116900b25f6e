// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "net/messages/message_codec.h"
#include "net/wire/frame_parser.h"

namespace cleave::net::test {

using Bytes = std::vector<std::byte>;

inline Bytes bytesOf(std::string_view text) {
  const auto view = std::as_bytes(std::span(text));
  return {view.begin(), view.end()};
}

inline Bytes pattern(std::size_t size, std::uint32_t seed = 1) {
  Bytes bytes(size);
  std::uint32_t state = seed * 2654435761U + 1;
  for (auto& byte : bytes) {
    state = state * 1664525U + 1013904223U;
    byte = static_cast<std::byte>(state >> 24);
  }
  return bytes;
}

template <class Queue>
Bytes drain(Queue& queue) {
  Bytes all;
  while (!queue.empty()) {
    std::array<std::span<const std::byte>, 1> views;
    queue.gather(views, queue.bytes());
    all.insert(all.end(), views[0].begin(), views[0].end());
    queue.consume(views[0].size());
  }
  return all;
}

/// One message with its payload kept.
struct Kept {
  MessageType type;
  Bytes payload;
};

inline std::vector<Kept> cut(std::span<const std::byte> stream, TypeSet accepted) {
  std::vector<Kept> messages;
  WireFrameParser parser(accepted);
  while (!stream.empty()) {
    stream = stream.subspan(parser.feed(stream));
    if (!parser.complete()) continue;
    const WireFrame frame = parser.frame();
    messages.push_back({frame.type, Bytes(frame.payload.begin(), frame.payload.end())});
  }
  return messages;
}

/// The last message of a stream, which has to be an M.
template <class M>
M last(const std::vector<Kept>& messages) {
  if (messages.empty() || messages.back().type != M::kType) throw std::runtime_error("not the expected message");
  return decodeMessage<M>(messages.back().payload);
}

template <class... Messages>
Bytes stream(const Messages&... messages) {
  Bytes all;
  (appendMessage(all, messages), ...);
  return all;
}

/// Calls `use` with `bytes` cut at random places.
template <class Use>
void inPieces(std::span<const std::byte> bytes, std::mt19937& random, Use use) {
  while (!bytes.empty()) {
    const std::size_t most = random() % 4 == 0 ? 3 : 4096;
    const std::size_t part = std::min<std::size_t>(bytes.size(), 1 + random() % most);
    use(bytes.first(part));
    bytes = bytes.subspan(part);
  }
}

}  // namespace cleave::net::test
