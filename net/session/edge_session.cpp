// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/session/edge_session.h"

#include <algorithm>
#include <utility>

#include "net/messages/message_codec.h"
#include "net/wire/protocol_error.h"

namespace cleave::net {
namespace {

template <class T>
void expectNext(std::deque<T>& waiting, T value, MessageType type) {
  if (waiting.empty() || waiting.front() != value) {
    throw ProtocolError("a " + std::string(nameOf(type)) + " message that was not requested");
  }
  waiting.pop_front();
}

void expectOne(std::set<std::uint64_t>& waiting, std::uint64_t id, MessageType type) {
  if (waiting.erase(id) == 0) {
    throw ProtocolError("a " + std::string(nameOf(type)) + " message that was not requested");
  }
}

}  // namespace

EdgeSession::EdgeSession(std::string software) : parser_({MessageType::HelloReply, MessageType::Fault}) {
  output_.push(toBytes(Hello{kProtocolVersion, std::move(software)}));
}

EdgeSession::Fed EdgeSession::feed(std::span<const std::byte> bytes) {
  if (state_ == State::Closed) return {bytes.size(), std::nullopt};
  try {
    Fed fed{parser_.feed(bytes), std::nullopt};
    if (parser_.complete()) fed.event = handle(parser_.frame());
    return fed;
  } catch (const ProtocolError&) {
    state_ = State::Closed;
    throw;
  }
}

EdgeSession::Handled EdgeSession::handle(const WireFrame& frame) {
  if (frame.type == MessageType::Fault) {
    state_ = State::Closed;
    return decodeMessage<Fault>(frame.payload);
  }
  if (state_ != State::AwaitHelloReply) return handleReady(frame);
  const auto theirs = peekProtocolVersion(frame.payload, MessageType::HelloReply);
  if (theirs != kProtocolVersion) {
    state_ = State::Closed;
    return WrongVersion{theirs};
  }
  agent_ = decodeMessage<HelloReply>(frame.payload);
  state_ = State::Ready;
  parser_.accept(TypeSet::toEdge());
  return agent_;
}

EdgeSession::Handled EdgeSession::handleReady(const WireFrame& frame) {
  const auto payload = frame.payload;
  switch (frame.type) {
    case MessageType::DeployProgress: {
      const auto progress = decodeMessage<DeployProgress>(payload);
      if (state_ != State::Deploying) break;
      sender_->confirm(progress.received);
      return progress;
    }
    case MessageType::DeployDone: {
      const auto done = decodeMessage<DeployDone>(payload);
      if (state_ != State::Deploying || !sender_->confirmed()) break;
      agent_.modelChecksum = sender_->checksum();
      state_ = State::Ready;
      return done;
    }
    case MessageType::ImageStored: {
      const auto stored = decodeMessage<ImageStored>(payload);
      expectNext(imagesUnderWay_, stored.index, frame.type);
      return stored;
    }
    case MessageType::Feature:
      return takeFeature(decodeMessage<Feature>(payload));
    case MessageType::FeaturePart:
      return takePart(decodeMessage<FeaturePart>(payload));
    case MessageType::GaveUp:
      return takeGaveUp(decodeMessage<GaveUp>(payload));
    case MessageType::RequestFailed: {
      auto failed = decodeMessage<RequestFailed>(payload);
      expectOne(requestsUnderWay_, failed.id, frame.type);
      return failed;
    }
    case MessageType::ResultAck: {
      const auto ack = decodeMessage<ResultAck>(payload);
      expectOne(resultsUnderWay_, ack.id, frame.type);
      return ack;
    }
    case MessageType::Pong: {
      const auto pong = decodeMessage<Pong>(payload);
      expectOne(pingsUnderWay_, pong.value, frame.type);
      return pong;
    }
    case MessageType::ProbeReply: {
      const auto reply = decodeMessage<ProbeReply>(payload);
      expectOne(probesUnderWay_, reply.value, frame.type);
      return reply;
    }
    default:
      break;
  }
  throw ProtocolError("a " + std::string(nameOf(frame.type)) + " message that was not requested");
}

EdgeSession::Handled EdgeSession::takeFeature(Feature feature) {
  if (transfers_.contains(feature.id)) throw ProtocolError("a second Feature message before the first was complete");
  if (feature.following == 0) {
    expectOne(requestsUnderWay_, feature.id, Feature::kType);
    return feature;
  }
  if (!requestsUnderWay_.contains(feature.id)) throw ProtocolError("a Feature message that was not requested");
  const auto id = feature.id;
  transfers_.emplace(id, Transfer{std::move(feature), {}});
  return FeatureBegun{id};
}

EdgeSession::Handled EdgeSession::takePart(const FeaturePart& part) {
  const auto found = transfers_.find(part.id);
  if (found == transfers_.end()) throw ProtocolError("a FeaturePart message that was not requested");
  auto& [feature, bytes] = found->second;
  if (part.bytes.size() > feature.following - bytes.size())
    throw ProtocolError("more feature bytes than were announced");
  bytes.insert(bytes.end(), part.bytes.begin(), part.bytes.end());
  if (bytes.size() < feature.following) return std::nullopt;
  Feature whole = std::move(feature);
  whole_ = std::move(bytes);
  whole.bytes = whole_;
  transfers_.erase(found);
  requestsUnderWay_.erase(whole.id);
  return whole;
}

EdgeSession::Handled EdgeSession::takeGaveUp(const GaveUp& gaveUp) {
  const auto found = transfers_.find(gaveUp.id);
  if (found == transfers_.end()) throw ProtocolError("a GaveUp message without a transfer to abort");
  TransferGivenUp event{gaveUp, std::move(found->second.feature)};
  transfers_.erase(found);
  return event;
}

}  // namespace cleave::net
