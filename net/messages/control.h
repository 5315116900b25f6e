// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "net/link/link_trace.h"
#include "net/wire/byte_reader.h"
#include "net/wire/byte_writer.h"
#include "net/wire/limits.h"
#include "net/wire/message_type.h"

namespace cleave::net {

/// How fast the agent may send, from now on; without a delay.
struct SetLink {
  static constexpr MessageType kType = MessageType::SetLink;
  std::uint64_t bitsPerSecond = 0;  ///< 0 = unlimited

  void encode(ByteWriter& writer) const { writer.u64(bitsPerSecond); }
  static SetLink decode(ByteReader& reader) { return {reader.u64()}; }
};

/// What link the agent's sending side imitates, from the moment it has read this.
struct SetLinkTrace {
  static constexpr MessageType kType = MessageType::SetLinkTrace;
  LinkTrace trace;  ///< with nothing for objectionTo() to find

  void encode(ByteWriter& writer) const;
  static SetLinkTrace decode(ByteReader& reader);
};

/// The share of the device's cores that other work keeps busy.
struct SetLoad {
  static constexpr MessageType kType = MessageType::SetLoad;
  std::uint16_t permille = 0;  ///< 0..kMaxLoadPermille

  void encode(ByteWriter& writer) const { writer.u16(permille); }
  static SetLoad decode(ByteReader& reader);
};

/// Compute threads, from the next request on.
struct SetThreads {
  static constexpr MessageType kType = MessageType::SetThreads;
  std::uint16_t threads = 1;  ///< 1..kMaxThreads

  void encode(ByteWriter& writer) const { writer.u16(threads); }
  static SetThreads decode(ByteReader& reader);
};

struct Ping {
  static constexpr MessageType kType = MessageType::Ping;
  std::uint64_t value = 0;

  void encode(ByteWriter& writer) const { writer.u64(value); }
  static Ping decode(ByteReader& reader) { return {reader.u64()}; }
};

struct Pong {
  static constexpr MessageType kType = MessageType::Pong;
  std::uint64_t value = 0;
  double slowdown = 0;  ///< of the device, as it last measured itself: 1 at rest, up to kMaxSlowdown; 0 = unknown

  void encode(ByteWriter& writer) const;
  static Pong decode(ByteReader& reader);
};

/// Send so many bytes back, which tell how fast the link is.
struct Probe {
  static constexpr MessageType kType = MessageType::Probe;
  std::uint64_t value = 0;
  std::uint32_t replyBytes = 0;  ///< of the ProbeReply's bytes; 1..kMaxProbeBytes

  void encode(ByteWriter& writer) const;
  static Probe decode(ByteReader& reader);
};

struct ProbeReply {
  static constexpr MessageType kType = MessageType::ProbeReply;
  std::uint64_t value = 0;
  std::span<const std::byte> bytes;  ///< meaningless

  void encode(ByteWriter& writer) const { writer.u64(value); }
  static ProbeReply decode(ByteReader& reader);
};

/// The edge goes; the agent closes.
struct Bye {
  static constexpr MessageType kType = MessageType::Bye;
  void encode(ByteWriter&) const {}
  static Bye decode(ByteReader&) { return {}; }
};

/// The agent closes the connection, and why.
struct Fault {
  static constexpr MessageType kType = MessageType::Fault;
  std::string sentence;  ///< cut to kMaxSentenceBytes

  void encode(ByteWriter& writer) const { writer.text(sentence, kMaxSentenceBytes); }
  static Fault decode(ByteReader& reader) { return {reader.text(kMaxSentenceBytes)}; }
};

}  // namespace cleave::net
