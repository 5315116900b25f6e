// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/wire/message_type.h"

#include "net/wire/limits.h"

namespace cleave::net {
namespace {

constexpr MessageRule rule(std::string_view name, std::size_t maxPayloadBytes) {
  return {name, static_cast<std::uint32_t>(maxPayloadBytes)};
}

}  // namespace

std::optional<MessageRule> ruleFor(std::uint8_t type) {
  switch (static_cast<MessageType>(type)) {
    case MessageType::Hello:
      return rule("Hello", kMaxHelloBytes);
    case MessageType::DeployBegin:
      return rule("DeployBegin", 16 + 4 + 8);
    case MessageType::DeployChunk:
      return rule("DeployChunk", 8 + kMaxChunkBytes);
    case MessageType::ClearImages:
      return rule("ClearImages", 0);
    case MessageType::PushImage:
      return rule("PushImage", 4 + 2 + 2 + kMaxImageBytes);
    case MessageType::Request:
      return rule("Request", 8 + 4 + 3 + 4 + 3);
    case MessageType::Result:
      return rule("Result", 8 + 4);
    case MessageType::SetLink:
      return rule("SetLink", 8);
    case MessageType::SetThreads:
      return rule("SetThreads", 2);
    case MessageType::Ping:
      return rule("Ping", 8);
    case MessageType::Bye:
      return rule("Bye", 0);
    case MessageType::SetLinkTrace:
      return rule("SetLinkTrace", 8 + 8 + 4 + kMaxLinkSteps * (8 + 8 + 4));
    case MessageType::SetLoad:
      return rule("SetLoad", 2);
    case MessageType::Probe:
      return rule("Probe", 8 + 4);
    case MessageType::HelloReply:
      return rule("HelloReply", kMaxHelloBytes);
    case MessageType::DeployProgress:
      return rule("DeployProgress", 8);
    case MessageType::DeployDone:
      return rule("DeployDone", 0);
    case MessageType::ImageStored:
      return rule("ImageStored", 4);
    case MessageType::Feature:
      return rule("Feature", 8 + 2 + 4 * kMaxLayers + 4 * 8 + 1 + 4 + kMaxFeatureBytes);
    case MessageType::FeaturePart:
      return rule("FeaturePart", 8 + kFeaturePartBytes);
    case MessageType::GaveUp:
      return rule("GaveUp", 8 + 4 + 8);
    case MessageType::ProbeReply:
      return rule("ProbeReply", 8 + kMaxProbeBytes);
    case MessageType::RequestFailed:
      return rule("RequestFailed", 8 + 2 + kMaxSentenceBytes);
    case MessageType::ResultAck:
      return rule("ResultAck", 8 + 8 + 8 + 3 * 4);
    case MessageType::Pong:
      return rule("Pong", 12);
    case MessageType::Fault:
      return rule("Fault", 2 + kMaxSentenceBytes);
  }
  return std::nullopt;
}

std::string_view nameOf(MessageType type) {
  const auto found = ruleFor(static_cast<std::uint8_t>(type));
  return found ? found->name : "unknown";
}

TypeSet TypeSet::toAgent() {
  using enum MessageType;
  return {Hello,   DeployBegin, DeployChunk, ClearImages, PushImage,    Request, Result,
          SetLink, SetThreads,  Ping,        Bye,         SetLinkTrace, SetLoad, Probe};
}

TypeSet TypeSet::toEdge() {
  using enum MessageType;
  return {HelloReply, DeployProgress, DeployDone, ImageStored, Feature,    FeaturePart,
          GaveUp,     RequestFailed,  ResultAck,  Pong,        ProbeReply, Fault};
}

}  // namespace cleave::net
