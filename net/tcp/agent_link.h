// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/types/decision.h"
#include "core/types/system_state.h"
#include "net/link/link_trace.h"
#include "net/messages/hello.h"
#include "net/messages/payload_kind.h"
#include "net/messages/tcp_statistics.h"
#include "net/tcp/link_error.h"
#include "net/wire/host_port.h"

namespace cleave::net {

using AgentInfo = HelloReply;

struct AgentLinkOptions {
  std::string software = "cleave";  ///< name and version for the agent's log, at most 64 bytes
  /// A call fails when neither side has moved a byte for so long.
  std::chrono::milliseconds answerTimeout{30'000};
};

/// When a transfer is given up, and what the device then runs alone.
struct GiveUp {
  double afterMs = 0;  ///< 0 = never; counts from the feature's first byte, on the device's clock
  Decision fallback = {0, 0, 32};
};

/// A request whose transfer was given up: the device's times until then.
struct GivenUp {
  std::vector<float> layerMs;
  double prepareMs = 0;
  double quantizeMs = 0;
  double queueMs = 0;
  double transferMs = 0;           ///< until it was given up
  std::uint64_t crossedBytes = 0;  ///< of the feature
};

/// What a ping showed that nobody waited for.
struct EchoTime {
  double rttMs = 0;
  double slowdown = 0;  ///< of the device, as it last measured itself: 1 at rest; 0 = unknown
  std::chrono::steady_clock::time_point arrived{};
};

/// What one probe showed of the link.
struct ProbeTime {
  std::uint64_t bytes = 0;
  double ms = 0;     ///< from the question to its last byte
  double rttMs = 0;  ///< measured beside it; 0 = not measured
  /// From the first byte's arrival to the last's, as far as the round trip beside it tells.
  [[nodiscard]] double serializationMs() const { return ms > rttMs ? ms - rttMs : 0; }
  std::chrono::steady_clock::time_point arrived{};
};

/// What a request brought. Times in ms; the device's are from the agent's steady clock.
struct RequestReply {
  std::vector<float> layerMs;  ///< one per layer that ran on the device
  double queueMs = 0;
  double prepareMs = 0;
  double quantizeMs = 0;
  double busyMs = 0;  ///< the request's whole time on the agent
  /// Of a feature that arrived, edge clock: from its first packet to its last byte, without any round trip.
  std::optional<double> serializationMs = {};
  double roundTripMs = 0;  ///< edge clock, from just before the request was written to its reply completely read
  PayloadKind kind = PayloadKind::Codes;
  std::span<const std::byte> payload;  ///< valid until the next call on the link
  /// Set when its transfer was given up: then the rest is of the fallback, queueMs and busyMs included.
  std::optional<GivenUp> gaveUp = {};

  /// Time on the link both ways.
  [[nodiscard]] double transmitMs() const { return roundTripMs > busyMs ? roundTripMs - busyMs : 0; }
};

/// The workbench's connection to one agent. Blocking; used from one thread at a time. Every call throws
/// - Cancelled promptly once its stop token is requested: the connection stays usable, except after connect() and
///   deploy(), whose half-done work is thrown away with it,
/// - LinkError when there is no connection or it ended,
/// - UsageError for arguments out of the protocol's bounds (limits.h), which leaves the connection as it was.
class AgentLink {
 public:
  using Progress = std::function<void(std::uint64_t sent, std::uint64_t total)>;  ///< bytes that the agent has

  explicit AgentLink(AgentLinkOptions options = {});
  ~AgentLink();  ///< closes
  AgentLink(const AgentLink&) = delete;
  AgentLink& operator=(const AgentLink&) = delete;

  /// Resolves, connects and greets, all within `timeout`. Closes an older connection first.
  void connect(const HostPort& where, std::chrono::milliseconds timeout, std::stop_token stop = {});
  /// False after a LinkError; true does not promise that the agent is still there.
  [[nodiscard]] bool connected() const;
  /// The agent's answer to the hello; modelChecksum is kept up to date. @throws LinkError when not connected
  [[nodiscard]] const AgentInfo& agentInfo() const;
  /// Says goodbye without waiting. Never throws.
  void close();

  /// Makes the agent hold this model. @returns false when it had it already and nothing was sent
  bool deploy(std::span<const std::byte> manifest, std::span<const std::byte> weights, const Progress& progress = {},
              std::stop_token stop = {});

  void clearImages(std::stop_token stop = {});
  /// Does not wait for the agent; a later call reports what went wrong.
  /// @param bytes width * height * 3, rows of interleaved 8-bit RGB; sides 1..2048
  void pushImage(std::uint32_t index, int width, int height, std::span<const std::byte> bytes,
                 std::stop_token stop = {});

  /// How fast the agent sends from now on, without a delay; 0 = unlimited.
  void setLink(std::uint64_t bitsPerSecond, std::stop_token stop = {});
  /// The agent imitates this link from the moment it has read the call's message (on an idle link that is when this
  /// returns, give or take half a round trip of the real network). It shapes what the agent sends: a feature of n bytes
  /// takes until the trace has carried n * 8 bits, plus the round trip, all of which lies on this side, so that ping()
  /// and finish() measure just that. What only tells the workbench of the device (times, results that the device made
  /// alone) is not shaped, nor is what the edge sends (see Lane). A trace that stays dead for longer than
  /// AgentLinkOptions::answerTimeout ends the connection, unless the request is given up before.
  /// @throws UsageError for a trace that is not as link_trace.h says
  void setLinkTrace(const LinkTrace& trace, std::stop_token stop = {});
  /// What other work takes of the device's cores, until changed or the connection ends. @param share 0..0.95, 0 = none
  void setLoad(double share, std::stop_token stop = {});
  /// @param threads 1..1024
  void setThreads(int threads, std::stop_token stop = {});
  /// Round trip in ms. Everything sent before has been handled when it returns, requests excepted.
  double ping(std::stop_token stop = {});

  /// @param id not that of a request whose reply is still to come (one that was cancelled)
  /// @throws Error when the device could not run it: the connection stays usable
  RequestReply request(const Decision& decision, std::uint32_t frame, std::uint64_t id, std::stop_token stop = {}) {
    return request(decision, frame, id, GiveUp{}, std::move(stop));
  }
  /// @param giveUp afterMs up to an hour @throws also UsageError when the fallback has no form of a decision
  RequestReply request(const Decision& decision, std::uint32_t frame, std::uint64_t id, const GiveUp& giveUp,
                       std::stop_token stop = {});
  /// Brings the prediction back to the device. @param id of a request that was answered, once
  /// @returns the round trip in ms
  double finish(std::uint64_t id, int prediction, std::stop_token stop = {});

  /// Asks for so many meaningless bytes and for a round trip, and waits for neither: they cross the link while other
  /// calls or rest() are under way. @param bytes 1..kMaxProbeBytes
  void probe(std::size_t bytes, std::stop_token stop = {});
  [[nodiscard]] bool probing() const;
  /// A ping that is not waited for; probe() sends one, too.
  void echo(std::stop_token stop = {});
  /// The latest that has been answered since the last call.
  std::optional<EchoTime> takeEcho();
  /// The probe that has arrived since the last call.
  std::optional<ProbeTime> takeProbe();
  /// Until then, takes what arrives: a probe's time is that of the call that sees it.
  void rest(std::chrono::steady_clock::time_point until, std::stop_token stop = {});

  struct TcpEnds {
    TcpStatistics edge;    ///< now
    TcpStatistics device;  ///< when it got the last result: the sender of features; zeros before
  };
  /// How the agent's machine fared when it got the last result; all unknown before.
  [[nodiscard]] SystemState deviceState() const;
  /// What TCP says of this connection. @throws LinkError when not connected
  [[nodiscard]] TcpEnds tcpStatistics() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace cleave::net
