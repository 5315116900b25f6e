// SPDX-License-Identifier: GPL-3.0-or-later
// What an EdgeSession asks of the agent; edge_session.cpp has the answers.
#include <algorithm>
#include <cmath>

#include "core/types/error.h"
#include "net/messages/message_codec.h"
#include "net/session/edge_session.h"

namespace cleave::net {
namespace {

void requireSendable(const Decision& d) {
  if (d.exit < 1 || d.exit > 255 || d.partition < 0 || d.partition > 255 ||
      std::ranges::find(kBitWidths, d.bits) == kBitWidths.end()) {
    throw UsageError("Invalid decision: exit " + std::to_string(d.exit) + ", partition " + std::to_string(d.partition) +
                     ", " + std::to_string(d.bits) + " bits: no model has such a decision.");
  }
}

}  // namespace

void EdgeSession::requireReady(std::string_view what) const {
  if (state_ == State::Ready) return;
  const std::string_view why = state_ == State::AwaitHelloReply ? "the agent has not replied to the greeting"
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

void EdgeSession::clearImages() {
  requireReady("clear the frames");
  output_.push(toBytes(ClearImages{}));
}

void EdgeSession::pushImage(const PushImage& frame) {
  requireReady("push a frame");
  if (frame.width == 0 || frame.height == 0 || frame.width > kMaxImageSide || frame.height > kMaxImageSide ||
      frame.bytes.size() != std::size_t{3} * frame.width * frame.height) {
    throw UsageError("Frame " + std::to_string(frame.index) + " is not width x height x 3 bytes with sides of 1 to " +
                     std::to_string(kMaxImageSide) + " pixels.");
  }
  output_.push(toBytes(frame));
  imagesUnderWay_.push_back(frame.index);
}

void EdgeSession::request(const Request& request) {
  requireReady("send a request");
  requireSendable(request.decision);
  if (request.giveUpUs > 0) requireSendable(request.fallback);
  if (requestsUnderWay_.size() >= kMaxRequestsUnderWay) {
    throw UsageError("Too many requests are waiting for this agent: the limit is " +
                     std::to_string(kMaxRequestsUnderWay) + ".");
  }
  if (!requestsUnderWay_.insert(request.id).second) {
    throw UsageError("Request " + std::to_string(request.id) + " is still waiting for its reply: use a new id.");
  }
  output_.push(toBytes(request));
}

void EdgeSession::sendResult(const Result& result) {
  requireReady("send a result");
  output_.push(toBytes(result));
  resultsUnderWay_.insert(result.id);
}

void EdgeSession::setLink(std::uint64_t bitsPerSecond) {
  requireReady("set the link");
  output_.push(toBytes(SetLink{bitsPerSecond}));
}

void EdgeSession::setLinkTrace(const LinkTrace& trace) {
  requireReady("set the link");
  if (const std::string objection = objectionTo(trace); !objection.empty()) {
    throw UsageError("The link trace cannot be used: " + objection + ".");
  }
  output_.push(toBytes(SetLinkTrace{trace}));
}

void EdgeSession::setLoad(double share) {
  requireReady("set the load");
  if (!(share >= 0 && share <= kMaxLoadPermille / 1000.0)) {
    throw UsageError("The device load must be a fraction from 0 to 0.95, not " + std::to_string(share) + ".");
  }
  output_.push(toBytes(SetLoad{static_cast<std::uint16_t>(std::lround(share * 1000))}));
}

void EdgeSession::setThreads(int threads) {
  requireReady("set the threads");
  if (threads < 1 || threads > static_cast<int>(kMaxThreads)) {
    throw UsageError("The device's thread count must be from 1 to " + std::to_string(kMaxThreads) + ", not " +
                     std::to_string(threads) + ".");
  }
  output_.push(toBytes(SetThreads{static_cast<std::uint16_t>(threads)}));
}

void EdgeSession::ping(std::uint64_t value) {
  if (state_ != State::Deploying) requireReady("ping");
  output_.push(toBytes(Ping{value}));
  pingsUnderWay_.insert(value);
}

void EdgeSession::probe(std::uint64_t value, std::size_t bytes) {
  requireReady("probe");
  if (bytes < 1 || bytes > kMaxProbeBytes) {
    throw UsageError("A probe must have 1 to " + std::to_string(kMaxProbeBytes) + " bytes, not " +
                     std::to_string(bytes) + ".");
  }
  output_.push(toBytes(Probe{value, static_cast<std::uint32_t>(bytes)}));
  probesUnderWay_.insert(value);
}

void EdgeSession::bye() {
  if (state_ == State::Closed) return;
  if (state_ != State::AwaitHelloReply) output_.push(toBytes(Bye{}));
  state_ = State::Closed;
}

}  // namespace cleave::net
