// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "net/session/edge_session.h"
#include "net/tcp/agent_link.h"
#include "net/tcp/transport.h"
#include "net/wire/host_port.h"

namespace cleave::net::detail {

/// One connection to an agent, driven by the thread that calls: socket, session, and the wait for either.
/// Every call throws LinkError when the connection ends, and Cancelled.
class LinkConnection {
 public:
  using Clock = std::chrono::steady_clock;

  LinkConnection(HostPort where, std::string software, std::chrono::milliseconds answerTimeout);
  ~LinkConnection();

  /// Until the agent has answered the hello.
  void open(std::chrono::milliseconds timeout, const std::stop_token& stop);
  /// The next message; sends what the session has queued meanwhile. A Feature's bytes last until the next call.
  EdgeEvent next(const std::stop_token& stop);
  /// Sends and reads once; what was read waits for takeEvent().
  void step(const std::stop_token& stop);
  std::optional<EdgeEvent> takeEvent();
  /// Hands all queued bytes to the socket; answers that come meanwhile are dropped.
  void flush(const std::stop_token& stop);
  /// Until then, takes what arrives.
  void rest(Clock::time_point until, const std::stop_token& stop);
  /// Queues a ping and a probe, whose answers never come out of next().
  void probe(std::size_t bytes);
  void echo();
  std::optional<EchoTime> takeEcho() { return std::exchange(echo_, std::nullopt); }
  [[nodiscard]] bool probing() const { return probe_ && !probe_->done; }
  std::optional<ProbeTime> takeProbe();
  /// Bye, if the socket takes it at once.
  void close();

  [[nodiscard]] TcpStatistics tcpStatistics() const { return detail::tcpStatistics(transport_->socket()); }
  EdgeSession& session() { return session_; }
  [[nodiscard]] const HostPort& where() const { return where_; }

 private:
  /// Of the probe: @returns false for any other event
  bool takeProbeEvent(const EdgeEvent& event);
  void connectSocket(const std::stop_token& stop);
  void read();
  void write();
  bool waitOnce(const std::stop_token& stop, Clock::time_point until);
  [[noreturn]] void greetingFailed(std::string_view saw) const;

  HostPort where_;
  std::chrono::milliseconds answerTimeout_;
  asio::io_context io_{1};
  EdgeSession session_;
  std::unique_ptr<Transport> transport_;
  std::vector<std::byte> buffer_;
  std::span<const std::byte> unread_;  ///< the part of buffer_ that the session has not had
  boost::system::error_code readError_;
  struct Probing {
    Clock::time_point sent;
    std::uint64_t echo = 0;  ///< that was sent with it
    ProbeTime time;
    bool done = false;
  };
  std::optional<Probing> probe_;
  std::deque<Clock::time_point> echoesSent_;  ///< of the last ones, in order
  std::uint64_t echoes_ = 0;                  ///< sent so far
  std::optional<EchoTime> echo_;
  std::uint64_t probes_ = 0;
  bool reading_ = false;
  bool writing_ = false;
  bool writeFailed_ = false;
  bool greeted_ = false;
  Clock::time_point lastProgress_{};
  std::chrono::milliseconds connectTimeout_{};
  Clock::time_point connectBy_{};
};

}  // namespace cleave::net::detail
