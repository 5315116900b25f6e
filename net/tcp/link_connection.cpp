// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/tcp/link_connection.h"

#include <algorithm>
#include <boost/asio/connect.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <utility>

#include "net/tcp/link_errors.h"
#include "net/tcp/resolve.h"
#include "net/wire/protocol_error.h"

namespace cleave::net::detail {
namespace {

constexpr std::size_t kReadBytes = std::size_t{128} << 10;
constexpr std::size_t kEchoesRemembered = 64;
constexpr std::uint64_t kEchoPings = std::uint64_t{1} << 62;  // apart from AgentLink's own pings
constexpr std::size_t kWriteBytes = std::size_t{1} << 20;

}  // namespace

LinkConnection::LinkConnection(HostPort where, std::string software, std::chrono::milliseconds answerTimeout)
    : where_(std::move(where)), answerTimeout_(answerTimeout), session_(std::move(software)), buffer_(kReadBytes) {}

LinkConnection::~LinkConnection() {
  close();
}

void LinkConnection::open(std::chrono::milliseconds timeout, const std::stop_token& stop) {
  connectTimeout_ = timeout;
  connectBy_ = Clock::now() + timeout;
  connectSocket(stop);
  const EdgeEvent event = next(stop);
  if (const auto* wrong = std::get_if<WrongVersion>(&event)) throw wrongVersion(where_, wrong->theirs);
  greeted_ = true;
}

void LinkConnection::connectSocket(const std::stop_token& stop) {
  const auto endpoints = resolve(where_, connectBy_, stop);
  if (!endpoints) throw noAnswer(where_, connectTimeout_);
  tcp::socket socket(io_);
  // Shared, for the handler may outlive this call, in the queue of an io_context that never runs again.
  const auto result = std::make_shared<std::optional<boost::system::error_code>>();
  asio::async_connect(socket, *endpoints,
                      [result](const boost::system::error_code& error, const tcp::endpoint&) { *result = error; });
  while (!*result) {
    if (!waitOnce(stop, connectBy_)) throw noAnswer(where_, connectTimeout_);
  }
  if (**result) throw cannotConnect(where_, **result);
  transport_ = makeTcpTransport(std::move(socket));
}

/// @returns false when nothing happened until then
bool LinkConnection::waitOnce(const std::stop_token& stop, Clock::time_point until) {
  const auto guard = asio::make_work_guard(io_);
  const std::stop_callback wake(stop, [this] { asio::post(io_, [] {}); });
  if (stop.stop_requested()) throw Cancelled();
  io_.restart();
  return io_.run_one_until(until) > 0;
}

EdgeEvent LinkConnection::next(const std::stop_token& stop) {
  lastProgress_ = Clock::now();
  while (true) {
    if (auto event = takeEvent()) return std::move(*event);
    step(stop);
  }
}

void LinkConnection::flush(const std::stop_token& stop) {
  lastProgress_ = Clock::now();
  while (!session_.output().empty()) {
    step(stop);
    while (takeEvent()) {
    }
  }
}

void LinkConnection::rest(Clock::time_point until, const std::stop_token& stop) {
  do {
    while (takeEvent()) {
    }
    if (readError_ && unread_.empty()) throw lost(where_, readError_);
    read();
    write();
  } while (waitOnce(stop, until) || Clock::now() < until);
  while (takeEvent()) {
  }
}

void LinkConnection::echo() {
  session_.ping(kEchoPings + ++echoes_);
  echoesSent_.push_back(Clock::now());
  if (echoesSent_.size() > kEchoesRemembered) echoesSent_.pop_front();
}

void LinkConnection::probe(std::size_t bytes) {
  echo();
  session_.probe(++probes_, bytes);
  probe_ = {echoesSent_.back(), echoes_, {bytes, 0, 0, {}}, false};
}

bool LinkConnection::takeProbeEvent(const EdgeEvent& event) {
  const auto now = Clock::now();
  const auto msSince = [now](Clock::time_point since) {
    return std::chrono::duration<double, std::milli>(now - since).count();
  };
  if (const auto* pong = std::get_if<Pong>(&event); pong && pong->value > kEchoPings) {
    const std::uint64_t behind = echoes_ - (pong->value - kEchoPings);  // sent after this one
    if (behind >= echoesSent_.size()) return true;
    const double rttMs = msSince(echoesSent_[echoesSent_.size() - 1 - behind]);
    echo_ = {rttMs, pong->slowdown, now};
    if (probing() && pong->value == kEchoPings + probe_->echo) probe_->time.rttMs = rttMs;
    return true;
  }
  const auto* reply = std::get_if<ProbeReply>(&event);
  if (!reply) return false;
  if (probing() && reply->value == probes_) {
    probe_->time.ms = msSince(probe_->sent);
    probe_->time.arrived = now;
    probe_->done = true;
  }
  return true;
}

std::optional<ProbeTime> LinkConnection::takeProbe() {
  if (!probe_ || !probe_->done) return std::nullopt;
  return std::exchange(probe_, std::nullopt)->time;
}

void LinkConnection::step(const std::stop_token& stop) {
  // What was read before the end still counts: the agent's last words are in it.
  if (unread_.empty() && readError_) {
    if (!greeted_) greetingFailed("it closed the connection");
    throw lost(where_, readError_);
  }
  read();
  write();
  const auto until = greeted_ ? lastProgress_ + answerTimeout_ : connectBy_;
  if (!waitOnce(stop, until)) throw noAnswer(where_, greeted_ ? answerTimeout_ : connectTimeout_);
}

std::optional<EdgeEvent> LinkConnection::takeEvent() {
  try {
    while (!unread_.empty()) {
      auto fed = session_.feed(unread_);
      unread_ = unread_.subspan(fed.taken);
      if (!fed.event) continue;
      if (const auto* fault = std::get_if<Fault>(&*fed.event)) throw endedBy(where_, fault->sentence);
      if (takeProbeEvent(*fed.event)) continue;
      return std::move(fed.event);
    }
  } catch (const ProtocolError& error) {
    if (!greeted_) greetingFailed("it sent " + std::string(error.what()));
    throw brokeProtocol(where_, error.what());
  }
  return std::nullopt;
}

void LinkConnection::greetingFailed(std::string_view saw) const {
  throw notAnAgent(where_, saw);
}

void LinkConnection::read() {
  if (reading_ || readError_ || !unread_.empty()) return;
  reading_ = true;
  transport_->readSome(buffer_, [this](const boost::system::error_code& error, std::size_t count) {
    reading_ = false;
    readError_ = error;
    unread_ = std::span<const std::byte>(buffer_).first(count);
    lastProgress_ = Clock::now();
  });
}

void LinkConnection::write() {
  if (writing_ || writeFailed_ || session_.output().empty()) return;
  Transport::Views views;
  session_.output().gather(views, kWriteBytes);
  writing_ = true;
  transport_->writeSome(views, [this](const boost::system::error_code& error, std::size_t count) {
    writing_ = false;
    writeFailed_ = error.failed();  // reading goes on: it says why
    session_.output().consume(count);
    lastProgress_ = Clock::now();
  });
}

void LinkConnection::close() {
  if (!transport_) return;
  // In the middle of another message a Bye would only be noise.
  const bool between = !writing_ && !writeFailed_ && session_.output().empty();
  session_.bye();
  if (between && session_.output().pieces() == 1) {
    Transport::Views views;
    session_.output().gather(views, kWriteBytes);
    transport_->writeLast(views[0]);
  }
  transport_->close();
  transport_.reset();
}

}  // namespace cleave::net::detail
