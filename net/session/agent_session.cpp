// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/session/agent_session.h"

#include <algorithm>
#include <new>
#include <utility>

#include "net/messages/control.h"
#include "net/messages/message_codec.h"
#include "net/wire/protocol_error.h"

namespace cleave::net {
namespace {

constexpr std::size_t kAnsweredRemembered = 256;
constexpr std::size_t kTellingBytes = 8;
constexpr std::string_view kHttpAnswer =
    "HTTP/1.0 400 Bad Request\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n"
    "This is a Cleave agent, not a web server: connect to it with Cleave.\n";

bool isHttp(std::string_view begin) {
  for (const std::string_view method : {"GET ", "HEAD ", "POST ", "PUT ", "DELETE ", "OPTIONS ", "CONNECT "}) {
    if (begin.starts_with(method.substr(0, kTellingBytes))) return true;
  }
  return false;
}

bool isTls(std::string_view begin) {
  return begin.starts_with("\x16\x03");  // a handshake record
}

}  // namespace

AgentSession::AgentSession(HelloReply identity) : identity_(std::move(identity)), parser_({MessageType::Hello}) {}

std::vector<AgentEvent> AgentSession::feed(std::span<const std::byte> bytes) {
  std::vector<AgentEvent> events;
  if (state_ == State::AwaitHello && firstBytes_.size() < kTellingBytes) {
    const auto more = bytes.first(std::min(bytes.size(), kTellingBytes - firstBytes_.size()));
    firstBytes_.insert(firstBytes_.end(), more.begin(), more.end());
    if (refuseStranger()) return events;
  }
  try {
    while (!bytes.empty() && !closing()) {
      bytes = bytes.subspan(parser_.feed(bytes));
      if (parser_.complete()) handle(parser_.frame(), events);
    }
  } catch (const ProtocolError& error) {
    fault("it received " + std::string(error.what()) + ": install the same version of Cleave on both");
  } catch (const std::bad_alloc&) {
    fault("it ran out of memory: use a smaller model or fewer frames");
  }
  return events;
}

bool AgentSession::refuseStranger() {
  const std::string_view begin(reinterpret_cast<const char*>(firstBytes_.data()), firstBytes_.size());
  if (isTls(begin)) {
    fault("it received a TLS handshake: connect with Cleave's workbench, without encryption");
    return true;
  }
  if (!isHttp(begin)) return false;
  const auto answer = std::as_bytes(std::span(kHttpAnswer));
  output_.push({answer.begin(), answer.end()});  // what a browser can show, in place of a Fault message
  fault_ = "it received an HTTP request: connect with Cleave's workbench";
  state_ = State::Closing;
  return true;
}

void AgentSession::handle(const WireFrame& frame, std::vector<AgentEvent>& events) {
  if (output_.bytes() + unreadBytes_ > kMaxUnreadBytes || output_.pieces() + unreadPieces_ > kMaxUnreadPieces) {
    throw ProtocolError("messages from a workbench that does not read its replies");
  }
  // What is welcome at any time.
  switch (frame.type) {
    case MessageType::Ping:
      return output_.push(toBytes(Pong{decodeMessage<Ping>(frame.payload).value, slowdown_}), Lane::DelayOnly);
    case MessageType::SetLink:
      events.emplace_back(LimitLink{decodeMessage<SetLink>(frame.payload).bitsPerSecond});
      return;
    case MessageType::SetLinkTrace:
      events.emplace_back(FollowTrace{decodeMessage<SetLinkTrace>(frame.payload).trace});
      return;
    case MessageType::Bye:
      state_ = State::Closing;
      return;
    default:
      break;
  }
  switch (state_) {
    case State::AwaitHello:
      return greet(frame, events);
    case State::Ready:
      return handleReady(frame, events);
    case State::Deploying:
      if (frame.type != MessageType::DeployChunk) break;
      return takeChunk(decodeMessage<DeployChunk>(frame.payload), events);
    case State::Loading:
    case State::Closing:
      break;
  }
  throw ProtocolError("a " + std::string(nameOf(frame.type)) + " message while a model is being deployed");
}

void AgentSession::greet(const WireFrame& frame, std::vector<AgentEvent>& events) {
  const auto version = peekProtocolVersion(frame.payload, MessageType::Hello);
  output_.push(toBytes(identity_));
  if (version != identity_.protocolVersion) {
    // Our reply names our version: the workbench tells its user.
    state_ = State::Closing;
    return;
  }
  events.emplace_back(ClientGreeted{decodeMessage<Hello>(frame.payload).software});
  state_ = State::Ready;
  parser_.accept(TypeSet::toAgent());
}

void AgentSession::handleReady(const WireFrame& frame, std::vector<AgentEvent>& events) {
  switch (frame.type) {
    case MessageType::DeployBegin:
      receiver_.emplace(decodeMessage<DeployBegin>(frame.payload));
      state_ = State::Deploying;
      return;
    case MessageType::ClearImages:
      return frames_.clear();
    case MessageType::PushImage: {
      const auto push = decodeMessage<PushImage>(frame.payload);
      frames_.put(push);
      return output_.push(toBytes(ImageStored{push.index}));
    }
    case MessageType::Request:
      return takeRequest(decodeMessage<Request>(frame.payload), events);
    case MessageType::Result:
      return takeResult(decodeMessage<Result>(frame.payload), events);
    case MessageType::SetThreads:
      events.emplace_back(UseThreads{decodeMessage<SetThreads>(frame.payload).threads});
      return;
    case MessageType::SetLoad:
      events.emplace_back(UseLoad{decodeMessage<SetLoad>(frame.payload).permille / 1000.0});
      return;
    case MessageType::Probe: {
      const auto probe = decodeMessage<Probe>(frame.payload);
      const std::vector<std::byte> filling(probe.replyBytes);
      return output_.push(toBytes(ProbeReply{probe.value, filling}), Lane::RateLimited);
    }
    case MessageType::Hello:
      throw ProtocolError("a second Hello");
    default:
      throw ProtocolError("a " + std::string(nameOf(frame.type)) + " message in the wrong state");
  }
}

void AgentSession::takeChunk(const DeployChunk& chunk, std::vector<AgentEvent>& events) {
  receiver_->add(chunk);
  output_.push(toBytes(DeployProgress{receiver_->received()}));
  if (!receiver_->complete()) return;
  identity_.modelChecksum = {};
  events.emplace_back(LoadModel{receiver_->checksum(), receiver_->takeManifest(), receiver_->takeWeights()});
  state_ = State::Loading;
}

void AgentSession::takeRequest(const Request& request, std::vector<AgentEvent>& events) {
  if (identity_.modelChecksum.empty()) throw ProtocolError("a request before a model was deployed");
  auto frame = frames_.find(request.frame);
  if (!frame) throw ProtocolError("a request for frame " + std::to_string(request.frame) + ", which was never pushed");
  if (underWay_.size() >= kMaxRequestsUnderWay) {
    throw ProtocolError("more than " + std::to_string(kMaxRequestsUnderWay) + " concurrent requests");
  }
  if (!underWay_.insert(request.id).second) {
    throw ProtocolError("request " + std::to_string(request.id) + " again before its reply");
  }
  events.emplace_back(RunRequest{request, std::move(frame)});
}

void AgentSession::takeResult(const Result& result, std::vector<AgentEvent>& events) {
  const auto found = std::ranges::find(answered_, result.id, &Answered::id);
  if (found == answered_.end()) {
    throw ProtocolError("a result for request " + std::to_string(result.id) + ", which does not expect one");
  }
  output_.push(toBytes(ResultAck{result.id, tcp_, system_}), found->alone ? Lane::Unshaped : Lane::DelayOnly);
  answered_.erase(found);
  events.emplace_back(ResultArrived{result.id, result.prediction});
}

void AgentSession::modelLoaded() {
  if (state_ != State::Loading) return;
  identity_.modelChecksum = receiver_->checksum();
  receiver_.reset();
  state_ = State::Ready;
  output_.push(toBytes(DeployDone{}));
}

void AgentSession::modelRefused(std::string_view reason) {
  if (state_ == State::Loading) fault(reason);
}

void AgentSession::requestDone(std::uint64_t id, DeviceReply reply, double queueMs, double busyMs) {
  if (reply.payload.size() > kMaxFeatureBytes || reply.layerMs.size() > kMaxLayers) {
    return requestFailed(id, "The feature is too large to send: choose another partition point.");
  }
  if (closing() || underWay_.erase(id) == 0) return;
  const bool alone = reply.kind == PayloadKind::Logits;
  answered_.push_back({id, alone});
  while (givenUp_.size() > kAnsweredRemembered) givenUp_.erase(givenUp_.begin());
  if (answered_.size() > kAnsweredRemembered) answered_.pop_front();
  Feature head{id, std::move(reply.layerMs), queueMs, reply.prepareMs, reply.quantizeMs, busyMs, reply.kind};
  if (alone) {
    head.bytes = reply.payload;
    return output_.push(toBytes(head), laneOf(id));
  }
  head.following = static_cast<std::uint32_t>(reply.payload.size());
  // As the first of its packets: from its arrival on the edge sees how long the rest takes.
  output_.push(toBytes(head), Lane::DelayOnly);
  for (std::span<const std::byte> rest = reply.payload; !rest.empty();) {
    const auto part = rest.first(std::min(rest.size(), kFeaturePartBytes));
    output_.push(toBytes(FeaturePart{id, part}), Lane::RateLimited, id);
    rest = rest.subspan(part.size());
  }
}

void AgentSession::gaveUp(std::uint64_t id, std::size_t crossedBytes, double afterMs) {
  const auto found = std::ranges::find(answered_, id, &Answered::id);
  if (closing() || found == answered_.end()) return;
  answered_.erase(found);
  underWay_.insert(id);
  givenUp_.insert(id);
  output_.push(toBytes(GaveUp{id, static_cast<std::uint32_t>(crossedBytes), afterMs}), laneOf(id));
}

void AgentSession::requestFailed(std::uint64_t id, std::string_view sentence) {
  if (closing() || underWay_.erase(id) == 0) return;
  output_.push(toBytes(RequestFailed{id, std::string(sentence)}), laneOf(id));
}

// What tells of a transfer that was given up must not overtake the beginning of that transfer.
Lane AgentSession::laneOf(std::uint64_t id) const {
  return givenUp_.contains(id) ? Lane::DelayOnly : Lane::Unshaped;
}

void AgentSession::fault(std::string_view why) {
  if (closing()) return;
  fault_ = why;
  output_.push(toBytes(Fault{fault_}));
  state_ = State::Closing;
  receiver_.reset();
  frames_.clear();
}

}  // namespace cleave::net
