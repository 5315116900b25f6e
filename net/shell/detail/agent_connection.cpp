// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/shell/detail/agent_connection.h"

#include <boost/asio/post.hpp>
#include <exception>
#include <new>
#include <optional>
#include <string>
#include <utility>

#include "core/plain/error.h"

namespace cleave::net::detail {
namespace {

using Clock = TokenBucket::Clock;
constexpr std::chrono::milliseconds kHelloWithin{5000};

double millisecondsSince(Clock::time_point start, Clock::time_point end) {
  return std::chrono::duration<double, std::milli>(end - start).count();
}

/// Runs `work`. @returns what went wrong, empty when nothing did
template <class Work>
std::string attempt(Work work) {
  try {
    work();
    return {};
  } catch (const std::bad_alloc&) {
    return "The device ran out of memory: use a smaller model or fewer frames.";
  } catch (const std::exception& error) {
    return *error.what() != '\0' ? error.what() : "The device failed for an unknown reason: look at its log.";
  }
}

}  // namespace

AgentConnection::AgentConnection(AgentHost& host, std::unique_ptr<Transport> transport, HelloReply identity)
    : host_(host),
      transport_(std::move(transport)),
      session_(std::move(identity)),
      writer_(*transport_, session_.output(),
              [this](const boost::system::error_code& error) { error ? drop() : settle(); }),
      deadline_(host.io()) {}

void AgentConnection::start() {
  expire(kHelloWithin);
  read();
}

void AgentConnection::end(std::string_view why, std::chrono::milliseconds patience) {
  patience_ = patience;
  session_.fault(why);
  if (closing_) expire(patience_);
  settle();
}

void AgentConnection::read() {
  transport_->readSome(buffer_,
                       [this, self = shared_from_this()](const boost::system::error_code& error, std::size_t count) {
                         if (dropped_) return;
                         if (error) return drop();
                         const auto parsedAt = Clock::now();
                         for (auto& event : session_.feed(std::span(buffer_).first(count))) act(event, parsedAt);
                         settle();
                         // While closing, what still comes is read and forgotten: closing over unread bytes would reset
                         // the connection and could take our last message with it.
                         if (!dropped_) read();
                       });
}

void AgentConnection::act(AgentEvent& event, Clock::time_point parsedAt) {
  if (const auto* greeted = std::get_if<ClientGreeted>(&event)) {
    deadline_.cancel();
    host_.log("A workbench connected (" + greeted->software + ").");
  } else if (auto* load = std::get_if<LoadModel>(&event)) {
    loadModel(*load);
  } else if (auto* run = std::get_if<RunRequest>(&event)) {
    runRequest(*run, parsedAt);
  } else if (const auto* limit = std::get_if<LimitLink>(&event)) {
    writer_.setRate(limit->bitsPerSecond);
  } else if (const auto* use = std::get_if<UseThreads>(&event)) {
    useThreads(use->threads);
  }
}

// The jobs below hand `self` back to the I/O thread in every case: the connection must end there.

void AgentConnection::runRequest(RunRequest& run, Clock::time_point parsedAt) {
  asio::post(host_.computeThread(),
             [this, self = shared_from_this(), run = std::move(run), parsedAt, stop = jobs_.get_token()]() mutable {
               const double queueMs = millisecondsSince(parsedAt, Clock::now());
               DeviceReply reply;
               std::string error = attempt([&] {
                 if (stop.stop_requested()) throw Cancelled();
                 const StoredFrame& frame = *run.frame;
                 reply = host_.backend().run({run.request.decision, frame.bytes, frame.width, frame.height, stop});
               });
               run.frame.reset();
               asio::post(host_.io(), [this, self = std::move(self), id = run.request.id, parsedAt, queueMs,
                                       reply = std::move(reply), error = std::move(error)]() mutable {
                 if (!error.empty()) {
                   session_.requestFailed(id, error);
                 } else {
                   session_.requestDone(id, std::move(reply), queueMs, millisecondsSince(parsedAt, Clock::now()));
                 }
                 settle();
               });
             });
}

void AgentConnection::loadModel(LoadModel& load) {
  host_.modelChanged({});
  asio::post(host_.computeThread(), [this, self = shared_from_this(), load = std::move(load)]() mutable {
    std::string error = attempt([&] { host_.backend().loadModel(std::move(load.manifest), std::move(load.weights)); });
    asio::post(host_.io(), [this, self = std::move(self), checksum = load.checksum, error = std::move(error)] {
      if (error.empty()) {
        host_.modelChanged(checksum);
        session_.modelLoaded();
      } else {
        session_.modelRefused(error);
      }
      settle();
    });
  });
}

void AgentConnection::useThreads(int threads) {
  asio::post(host_.computeThread(), [this, self = shared_from_this(), threads]() mutable {
    std::string error = attempt([&] { host_.backend().setThreads(threads); });
    asio::post(host_.io(), [this, self = std::move(self), threads, error = std::move(error)] {
      if (error.empty()) {
        host_.threadsChanged(threads);
      } else {
        session_.fault(error);
      }
      settle();
    });
  });
}

/// Brings the socket up to what the session wants: call after anything that touched the session.
void AgentConnection::settle() {
  if (dropped_) return;
  if (session_.closing() && !closing_) beginClosing();
  writer_.pump(shared_from_this());
  if (closing_ && !sendShut_ && session_.output().empty()) {
    sendShut_ = true;
    transport_->shutdownSend();
  }
}

void AgentConnection::beginClosing() {
  closing_ = true;
  dropJobs();
  // What is queued still goes at the link's pace, as far as patience lasts: a feature that arrived faster would be
  // recorded as a fast link.
  expire(patience_);
  if (!session_.faultText().empty()) host_.log("Ended a connection: " + session_.faultText());
  host_.released(this);
}

/// The peer is gone, or has had its time.
void AgentConnection::drop() {
  if (dropped_) return;
  dropped_ = true;
  dropJobs();
  writer_.stop();
  deadline_.cancel();
  transport_->close();
  if (!closing_) {
    host_.log("The workbench went away.");
    host_.released(this);
  }
}

void AgentConnection::expire(std::chrono::milliseconds after) {
  deadline_.expires_after(after);
  deadline_.async_wait([this, self = shared_from_this()](const boost::system::error_code& error) {
    if (error) return;
    if (session_.closing()) return drop();
    if (session_.state() != AgentSession::State::AwaitHello) return;
    end("it got no hello within 5 s: connect with Cleave's workbench", patience_);
  });
}

}  // namespace cleave::net::detail
