// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

namespace cleave::net {

/// The numbers are the wire's and stay; 1..31 go to the agent, 33..63 to the edge.
enum class MessageType : std::uint8_t {
  Hello = 1,
  DeployBegin = 2,
  DeployChunk = 3,
  ClearImages = 4,
  PushImage = 5,
  Request = 6,
  Result = 7,
  SetLink = 8,
  SetThreads = 9,
  Ping = 10,
  Bye = 11,
  SetLinkTrace = 12,
  SetLoad = 13,
  Probe = 14,

  HelloReply = 33,
  DeployProgress = 34,
  DeployDone = 35,
  ImageStored = 36,
  Feature = 37,
  RequestFailed = 38,
  ResultAck = 39,
  Pong = 40,
  Fault = 41,
  FeaturePart = 42,
  GaveUp = 43,
  ProbeReply = 44,
};

/// What the protocol says about one type.
struct MessageRule {
  std::string_view name;
  std::uint32_t maxPayloadBytes = 0;
};

/// nullopt for a number that no message has
std::optional<MessageRule> ruleFor(std::uint8_t type);
std::string_view nameOf(MessageType type);

/// The types that a parser lets through at a time.
class TypeSet {
 public:
  constexpr TypeSet(std::initializer_list<MessageType> types) {
    for (const MessageType type : types) bits_ |= bit(static_cast<std::uint8_t>(type));
  }
  [[nodiscard]] constexpr bool has(MessageType type) const {
    return (bits_ & bit(static_cast<std::uint8_t>(type))) != 0;
  }

  static TypeSet toAgent();
  static TypeSet toEdge();

 private:
  static constexpr std::uint64_t bit(std::uint8_t type) { return type < 64 ? std::uint64_t{1} << type : 0; }
  std::uint64_t bits_ = 0;
};

}  // namespace cleave::net
