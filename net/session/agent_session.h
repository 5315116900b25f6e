// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "net/messages/hello.h"
#include "net/session/agent_events.h"
#include "net/session/device_backend.h"
#include "net/session/image_store.h"
#include "net/session/model_receiver.h"
#include "net/wire/frame_parser.h"
#include "net/wire/output_queue.h"

namespace cleave::net {

/// The agent's side of one connection, without I/O, clock or thread: bytes go in, events and bytes come out.
/// Whatever the peer does wrong ends in a Fault message and closing(): send what output() holds, then close.
class AgentSession {
 public:
  enum class State { AwaitHello, Ready, Deploying, Loading, Closing };

  /// @param identity what the hello is answered with, the model that is loaded already included
  explicit AgentSession(HelloReply identity);

  /// What the next acknowledgements tell the edge.
  void observeTcp(const TcpStatistics& tcp) { tcp_ = tcp; }
  void observeSystem(const SystemState& state) { system_ = state; }
  /// 1 at rest; 0 = unknown.
  void observeSlowdown(double slowdown) { slowdown_ = slowdown; }
  /// What was taken from output() and the peer has not read: it counts against the same limits.
  void observeUnread(std::size_t bytes, std::size_t pieces) {
    unreadBytes_ = bytes;
    unreadPieces_ = pieces;
  }
  /// Takes all bytes, split anywhere. Ignores them once closing(). Never throws for what the peer did.
  std::vector<AgentEvent> feed(std::span<const std::byte> bytes);

  void modelLoaded();
  /// @param reason the backend's sentence
  void modelRefused(std::string_view reason);
  /// @param queueMs, busyMs measured by the caller: see Feature
  void requestDone(std::uint64_t id, DeviceReply reply, double queueMs, double busyMs);
  void requestFailed(std::uint64_t id, std::string_view sentence);
  /// The rest of this request's feature was thrown away; run its fallback, then call requestDone() or requestFailed().
  /// @param crossedBytes of the feature, afterMs since it was taken from output()
  void gaveUp(std::uint64_t id, std::size_t crossedBytes, double afterMs);
  /// Ends the session. @param why a clause or sentence that the workbench shows after "closed the connection: "
  void fault(std::string_view why);

  [[nodiscard]] State state() const { return state_; }
  [[nodiscard]] bool closing() const { return state_ == State::Closing; }
  /// Why it ended; empty after a Bye or a version that we do not speak.
  [[nodiscard]] const std::string& faultText() const { return fault_; }
  OutputQueue& output() { return output_; }

 private:
  void handle(const WireFrame& frame, std::vector<AgentEvent>& events);
  void greet(const WireFrame& frame, std::vector<AgentEvent>& events);
  void handleReady(const WireFrame& frame, std::vector<AgentEvent>& events);
  void takeChunk(const DeployChunk& chunk, std::vector<AgentEvent>& events);
  void takeRequest(const Request& request, std::vector<AgentEvent>& events);
  void takeResult(const Result& result, std::vector<AgentEvent>& events);
  /// Ends a session whose first bytes are of another protocol. @returns false when they are not
  bool refuseStranger();
  [[nodiscard]] Lane laneOf(std::uint64_t id) const;

  HelloReply identity_;
  State state_ = State::AwaitHello;
  WireFrameParser parser_;
  OutputQueue output_;
  ImageStore frames_;
  std::optional<ModelReceiver> receiver_;
  std::set<std::uint64_t> underWay_;
  std::set<std::uint64_t> givenUp_;  ///< the last ones
  struct Answered {
    std::uint64_t id = 0;
    bool alone = false;  ///< the device made the result, and acknowledges one that it does not need
  };
  std::deque<Answered> answered_;      ///< the last ones: a Result may name them
  std::vector<std::byte> firstBytes_;  ///< that came, until the hello is known to be one
  std::size_t unreadBytes_ = 0;
  std::size_t unreadPieces_ = 0;
  TcpStatistics tcp_;
  SystemState system_;
  double slowdown_ = 0;
  std::string fault_;
};

}  // namespace cleave::net
