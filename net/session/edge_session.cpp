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
    throw ProtocolError("a " + std::string(nameOf(type)) + " message that nobody asked for");
  }
  waiting.pop_front();
}

void expectOne(std::set<std::uint64_t>& waiting, std::uint64_t id, MessageType type) {
  if (waiting.erase(id) == 0) {
    throw ProtocolError("a " + std::string(nameOf(type)) + " message that nobody asked for");
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

EdgeEvent EdgeSession::handle(const Frame& frame) {
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

EdgeEvent EdgeSession::handleReady(const Frame& frame) {
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
    case MessageType::FrameStored: {
      const auto stored = decodeMessage<FrameStored>(payload);
      expectNext(framesUnderWay_, stored.index, frame.type);
      return stored;
    }
    case MessageType::Feature: {
      auto feature = decodeMessage<Feature>(payload);
      expectOne(requestsUnderWay_, feature.id, frame.type);
      return feature;
    }
    case MessageType::RequestFailed: {
      auto failed = decodeMessage<RequestFailed>(payload);
      expectOne(requestsUnderWay_, failed.id, frame.type);
      return failed;
    }
    case MessageType::ResultAck: {
      const auto ack = decodeMessage<ResultAck>(payload);
      expectNext(resultsUnderWay_, ack.id, frame.type);
      return ack;
    }
    case MessageType::Pong: {
      const auto pong = decodeMessage<Pong>(payload);
      expectNext(pingsUnderWay_, pong.value, frame.type);
      return pong;
    }
    default:
      break;
  }
  throw ProtocolError("a " + std::string(nameOf(frame.type)) + " message that nobody asked for");
}

void EdgeSession::requireReady(std::string_view what) const {
  if (state_ == State::Ready) return;
  const std::string_view why = state_ == State::AwaitHelloReply ? "the agent has not answered the hello"
                               : state_ == State::Deploying     ? "a model is being deployed"
                                                                : "the connection is closed";
  throw UsageError("Cannot " + std::string(what) + " now: " + std::string(why) + ".");
}

bool EdgeSession::beginDeploy(std::span<const std::byte> manifest, std::span<const std::byte> weights) {
  requireReady("deploy a model");
  ModelSender sender(manifest, weights);
  if (sender.checksum() == agent_.modelChecksum) return false;
  agent_.modelChecksum = {};
  sender_ = sender;
  state_ = State::Deploying;
  sender_->queueBegin(output_);
  return true;
}

bool EdgeSession::continueDeploy(std::size_t backlog) {
  return state_ != State::Deploying || sender_->queueChunks(output_, backlog);
}

void EdgeSession::clearFrames() {
  requireReady("clear the frames");
  output_.push(toBytes(ClearFrames{}));
}

void EdgeSession::pushFrame(const PushFrame& frame) {
  requireReady("push a frame");
  if (frame.width == 0 || frame.height == 0 || frame.width > kMaxFrameSide || frame.height > kMaxFrameSide ||
      frame.bytes.size() != std::size_t{3} * frame.width * frame.height) {
    throw UsageError("Frame " + std::to_string(frame.index) + " is not width x height x 3 bytes with sides of 1 to " +
                     std::to_string(kMaxFrameSide) + " pixels.");
  }
  output_.push(toBytes(frame));
  framesUnderWay_.push_back(frame.index);
}

void EdgeSession::request(const Request& request) {
  requireReady("send a request");
  const Decision& d = request.decision;
  if (d.exit < 1 || d.exit > 255 || d.partition < 0 || d.partition > 255 ||
      std::ranges::find(kBitWidths, d.bits) == kBitWidths.end()) {
    throw UsageError("No model has a decision with exit " + std::to_string(d.exit) + ", partition " +
                     std::to_string(d.partition) + " and " + std::to_string(d.bits) + " bits.");
  }
  if (requestsUnderWay_.size() >= kMaxRequestsUnderWay) {
    throw UsageError("Too many requests wait for this agent's answer: at most " + std::to_string(kMaxRequestsUnderWay) +
                     " at once.");
  }
  if (!requestsUnderWay_.insert(request.id).second) {
    throw UsageError("Request " + std::to_string(request.id) + " still waits for its first answer: use a new id.");
  }
  output_.push(toBytes(request));
}

void EdgeSession::sendResult(const Result& result) {
  requireReady("send a result");
  output_.push(toBytes(result));
  resultsUnderWay_.push_back(result.id);
}

void EdgeSession::setLink(std::uint64_t bitsPerSecond) {
  requireReady("set the link");
  output_.push(toBytes(SetLink{bitsPerSecond}));
}

void EdgeSession::setThreads(int threads) {
  requireReady("set the threads");
  if (threads < 1 || threads > static_cast<int>(kMaxThreads)) {
    throw UsageError("A device computes with 1 to " + std::to_string(kMaxThreads) + " threads, not " +
                     std::to_string(threads) + ".");
  }
  output_.push(toBytes(SetThreads{static_cast<std::uint16_t>(threads)}));
}

void EdgeSession::ping(std::uint64_t value) {
  if (state_ != State::Deploying) requireReady("ping");
  output_.push(toBytes(Ping{value}));
  pingsUnderWay_.push_back(value);
}

void EdgeSession::bye() {
  if (state_ == State::Closed) return;
  if (state_ != State::AwaitHelloReply) output_.push(toBytes(Bye{}));
  state_ = State::Closed;
}

}  // namespace cleave::net
