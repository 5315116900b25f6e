// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/tcp/agent_connection.h"

#include <boost/asio/post.hpp>
#include <exception>
#include <new>
#include <optional>
#include <string>
#include <utility>

#include "core/types/error.h"

namespace cleave::net::detail {
namespace {

using Clock = TokenBucket::Clock;
constexpr std::chrono::milliseconds kHelloWithin{5000};
constexpr std::chrono::milliseconds kMeasureEvery{200};

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
    return *error.what() != '\0' ? error.what() : "The device failed for an unknown reason: check its log.";
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
                         session_.observeTcp(tcpStatistics(transport_->socket()));
                         session_.observeSystem(host_.systemState());
                         session_.observeUnread(writer_.bytes(), writer_.pieces());
                         for (auto& event : session_.feed(std::span(buffer_).first(count))) act(event, parsedAt);
                         measureIfIdle();
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
    runRequest(std::move(*run), parsedAt);
  } else if (const auto* limit = std::get_if<LimitLink>(&event)) {
    writer_.setRate(limit->bitsPerSecond);
  } else if (const auto* follow = std::get_if<FollowTrace>(&event)) {
    writer_.setTrace(follow->trace);
  } else if (const auto* threads = std::get_if<UseThreads>(&event)) {
    useThreads(threads->threads);
  } else if (const auto* other = std::get_if<UseLoad>(&event)) {
    useLoad(other->share);
  } else if (const auto* result = std::get_if<ResultArrived>(&event)) {
    transfers_.erase(result->id);
  }
}

// The jobs below hand `self` back to the I/O thread in every case: the connection must end there.

void AgentConnection::runRequest(RunRequest run, Clock::time_point parsedAt) {
  ++computing_;
  asio::post(host_.computeThread(),
             [this, self = shared_from_this(), run = std::move(run), parsedAt, stop = jobs_.get_token()]() mutable {
               const double queueMs = millisecondsSince(parsedAt, Clock::now());
               DeviceReply reply;
               std::string error = attempt([&] {
                 if (stop.stop_requested()) throw Cancelled();
                 const StoredImage& frame = *run.frame;
                 reply = host_.backend().run({run.request.decision, frame.bytes, frame.width, frame.height, stop});
               });
               asio::post(host_.io(), [this, self = std::move(self), run = std::move(run), parsedAt, queueMs,
                                       reply = std::move(reply), error = std::move(error)]() mutable {
                 const auto id = run.request.id;
                 --computing_;
                 if (!error.empty()) {
                   session_.requestFailed(id, error);
                 } else {
                   session_.requestDone(id, std::move(reply), queueMs, millisecondsSince(parsedAt, Clock::now()));
                   if (run.request.giveUpUs > 0) watchTransfer(std::move(run));
                 }
                 settle();
               });
             });
}

/// Call before settle() takes the feature from the session.
void AgentConnection::watchTransfer(RunRequest run) {
  const auto id = run.request.id;
  const std::size_t bytes = session_.output().bytesOf(id);
  if (bytes == 0 || dropped_ || closing_) return;
  writer_.keepLittleAhead();
  const auto since = Clock::now();
  const auto [entry, isNew] = transfers_.try_emplace(id, std::move(run), since, bytes, asio::steady_timer(host_.io()));
  if (!isNew) return;
  auto& timer = entry->second.timer;
  timer.expires_at(since + std::chrono::microseconds(entry->second.run.request.giveUpUs));
  timer.async_wait([this, self = shared_from_this(), id](const boost::system::error_code& cancelled) {
    if (!cancelled) giveUp(id);
  });
}

/// A transfer's time is over: what is left of it is thrown away, and the device finishes alone.
void AgentConnection::giveUp(std::uint64_t id) {
  auto node = transfers_.extract(id);
  if (node.empty() || dropped_ || closing_) return;
  const auto dropped = writer_.drop(id);
  if (!dropped) return;  // all has crossed
  Watched& watched = node.mapped();
  const auto now = Clock::now();
  session_.gaveUp(id, watched.bytes - *dropped, millisecondsSince(watched.since, now));
  RunRequest run = std::move(watched.run);
  run.request.decision = run.request.fallback;
  run.request.giveUpUs = 0;
  runRequest(std::move(run), now);
  settle();
}

/// Runs `work` on the compute thread, then `then(what went wrong)` on the I/O thread.
template <class Work, class Then>
void AgentConnection::compute(Work work, Then then) {
  ++computing_;
  asio::post(host_.computeThread(),
             [this, self = shared_from_this(), work = std::move(work), then = std::move(then)]() mutable {
               std::string error = attempt(work);
               asio::post(host_.io(), [this, self = std::move(self), then = std::move(then), error = std::move(error)] {
                 --computing_;
                 then(error);
                 settle();
               });
             });
}

void AgentConnection::loadModel(LoadModel& load) {
  host_.modelChanged({});
  compute([this, load = std::move(
                     load)]() mutable { host_.backend().loadModel(std::move(load.manifest), std::move(load.weights)); },
          [this, checksum = load.checksum](const std::string& error) {
            if (!error.empty()) return session_.modelRefused(error);
            host_.modelChanged(checksum);
            session_.modelLoaded();
          });
}

void AgentConnection::measureIfIdle() {
  const auto now = Clock::now();
  if (computing_ > 0 || session_.state() != AgentSession::State::Ready || now - measuredAt_ < kMeasureEvery) return;
  measuredAt_ = now;
  const auto slowdown = std::make_shared<double>(0);
  compute([this, slowdown] { *slowdown = host_.backend().measureSlowdown(); },
          [this, slowdown](const std::string& error) { session_.observeSlowdown(error.empty() ? *slowdown : 0); });
}

void AgentConnection::useThreads(int threads) {
  threadsSet_ = true;
  compute([this, threads] { host_.backend().setThreads(threads); },
          [this, threads](const std::string& error) {
            if (!error.empty()) return session_.fault(error);
            host_.threadsChanged(threads);
          });
}

void AgentConnection::useLoad(double share) {
  loadSet_ = true;
  compute([this, share] { host_.backend().setLoad(share); },
          [this](const std::string& error) {
            if (!error.empty()) session_.fault(error);
          });
}

/// Nothing is taken on any more: the next client may come, and finds the device as it was.
void AgentConnection::release() {
  if (loadSet_) {
    compute([this] { host_.backend().setLoad(host_.ownLoad()); },
            [this](const std::string& error) {
              if (!error.empty()) host_.log(error);
            });
  }
  if (threadsSet_) {
    host_.threadsChanged(host_.ownThreads());  // what the next workbench is told
    compute([this] { host_.backend().setThreads(host_.ownThreads()); },
            [this](const std::string& error) {
              if (!error.empty()) host_.log(error);
            });
  }
  host_.released(this);
}

/// Brings the socket up to what the session wants: call after anything that touched the session.
void AgentConnection::settle() {
  if (dropped_) return;
  if (session_.closing() && !closing_) beginClosing();
  writer_.pump(shared_from_this());
  if (closing_ && !sendShut_ && writer_.empty()) {
    sendShut_ = true;
    transport_->shutdownSend();
  }
}

void AgentConnection::beginClosing() {
  closing_ = true;
  dropJobs();
  transfers_.clear();
  // What is queued still goes at the link's pace, as far as patience lasts: a feature that arrived faster would be
  // recorded as a fast link.
  expire(patience_);
  if (!session_.faultText().empty()) host_.log("Closed a connection: " + session_.faultText());
  release();
}

/// The peer is gone, or has had its time.
void AgentConnection::drop() {
  if (dropped_) return;
  dropped_ = true;
  dropJobs();
  transfers_.clear();
  writer_.stop();
  deadline_.cancel();
  transport_->close();
  if (!closing_) {
    host_.log("The workbench disconnected.");
    release();
  }
}

void AgentConnection::expire(std::chrono::milliseconds after) {
  deadline_.expires_after(after);
  deadline_.async_wait([this, self = shared_from_this()](const boost::system::error_code& error) {
    if (error) return;
    if (session_.closing()) return drop();
    if (session_.state() != AgentSession::State::AwaitHello) return;
    end("it received no greeting within 5 s: connect with Cleave's workbench", patience_);
  });
}

}  // namespace cleave::net::detail
