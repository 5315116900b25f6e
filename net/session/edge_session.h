// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/types/decision.h"
#include "net/messages/control.h"
#include "net/messages/deploy.h"
#include "net/messages/hello.h"
#include "net/messages/images.h"
#include "net/messages/request.h"
#include "net/session/model_sender.h"
#include "net/wire/frame_parser.h"
#include "net/wire/output_queue.h"

namespace cleave::net {

/// The agent speaks another version of the protocol; the session is over.
struct WrongVersion {
  std::uint16_t theirs = 0;
};

/// The device throws the rest of a feature away and finishes alone; another Feature brings its scores.
struct TransferGivenUp {
  GaveUp gaveUp;
  Feature feature;  ///< without its bytes: where the device's time went until then
};

/// The head of a feature has arrived: its first packet.
struct FeatureBegun {
  std::uint64_t id = 0;
};

/// What arrived. A Feature is told when it is whole, and its bytes are valid until the next feed().
using EdgeEvent = std::variant<HelloReply, WrongVersion, DeployProgress, DeployDone, ImageStored, FeatureBegun, Feature,
                               TransferGivenUp, RequestFailed, ResultAck, Pong, ProbeReply, Fault>;

/// The workbench's side of one connection, without I/O, clock or thread. Answers that nobody asked for are
/// protocol errors. A new session has its Hello in output().
class EdgeSession {
 public:
  enum class State { AwaitHelloReply, Ready, Deploying, Closed };

  /// @param software name and version for the agent's log
  explicit EdgeSession(std::string software);

  struct Fed {
    std::size_t taken = 0;  ///< feed the rest again
    std::optional<EdgeEvent> event;
  };
  /// Takes bytes up to the end of one message.
  /// @throws ProtocolError when the agent breaks the protocol; the session is Closed then
  Fed feed(std::span<const std::byte> bytes);

  // Each queues its message in output(). Each throws UsageError when it is out of turn or over a limit.
  /// @returns false when the agent has that very model: nothing is sent. The spans must stay until DeployDone.
  bool beginDeploy(std::span<const std::byte> manifest, std::span<const std::byte> weights);
  /// Queues chunks until output() holds `backlog` bytes or all is queued. @returns whether all is queued
  bool continueDeploy(std::size_t backlog);
  void clearImages();
  void pushImage(const PushImage& frame);
  void request(const Request& request);
  void sendResult(const Result& result);
  void setLink(std::uint64_t bitsPerSecond);
  void setLinkTrace(const LinkTrace& trace);
  void setThreads(int threads);
  void setLoad(double share);
  void ping(std::uint64_t value);
  /// @param bytes that the agent is to send back, 1..kMaxProbeBytes
  void probe(std::uint64_t value, std::size_t bytes);
  void bye();

  [[nodiscard]] State state() const { return state_; }
  [[nodiscard]] const HelloReply& agent() const { return agent_; }
  /// The model being deployed: all of its bytes.
  [[nodiscard]] std::uint64_t deployTotal() const { return sender_ ? sender_->total() : 0; }
  [[nodiscard]] std::size_t framesUnderWay() const { return imagesUnderWay_.size(); }
  OutputQueue& output() { return output_; }

 private:
  using Handled = std::optional<EdgeEvent>;
  Handled handle(const WireFrame& frame);
  Handled handleReady(const WireFrame& frame);
  Handled takeFeature(Feature feature);
  Handled takePart(const FeaturePart& part);
  Handled takeGaveUp(const GaveUp& gaveUp);
  void requireReady(std::string_view what) const;

  State state_ = State::AwaitHelloReply;
  WireFrameParser parser_;
  OutputQueue output_;
  HelloReply agent_;
  std::optional<ModelSender> sender_;
  std::deque<std::uint32_t> imagesUnderWay_;
  std::set<std::uint64_t> requestsUnderWay_;
  struct Transfer {
    Feature feature;  ///< without its bytes
    std::vector<std::byte> bytes;
  };
  std::map<std::uint64_t, Transfer> transfers_;  ///< features that arrive, by request; as many as requests at most
  std::vector<std::byte> whole_;                 ///< the last one
  // Their answers come over lanes of different delay, so not in the order of the questions.
  std::set<std::uint64_t> resultsUnderWay_;
  std::set<std::uint64_t> pingsUnderWay_;
  std::set<std::uint64_t> probesUnderWay_;
};

}  // namespace cleave::net
