// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <stop_token>
#include <string_view>
#include <vector>

#include "net/session/agent_session.h"
#include "net/session/device_backend.h"
#include "net/tcp/paced_writer.h"
#include "net/tcp/transport.h"

namespace cleave::net::detail {

/// What a connection needs from its server. Called on the I/O thread.
class AgentHost {
 public:
  virtual ~AgentHost() = default;
  virtual asio::io_context& io() = 0;
  virtual asio::thread_pool& computeThread() = 0;
  virtual DeviceBackend& backend() = 0;  ///< use it on the compute thread only
  virtual void modelChanged(ModelChecksum checksum) = 0;
  virtual void threadsChanged(int threads) = 0;
  virtual SystemState systemState() const = 0;
  virtual double ownLoad() const = 0;  ///< the share that a workbench's load gives way to when it goes
  virtual int ownThreads() const = 0;  ///< the same of threads
  /// The connection takes nothing on any more: the next client may come.
  virtual void released(const void* connection) = 0;
  virtual void log(std::string_view line) = 0;
};

/// One client: socket, session and jobs. Lives as long as one of its operations is under way.
class AgentConnection : public std::enable_shared_from_this<AgentConnection> {
 public:
  AgentConnection(AgentHost& host, std::unique_ptr<Transport> transport, HelloReply identity);

  void start();
  /// Says why and closes, within `patience`.
  void end(std::string_view why, std::chrono::milliseconds patience);
  /// No result is waited for any more.
  void dropJobs() { jobs_.request_stop(); }

 private:
  void read();
  void act(AgentEvent& event, TokenBucket::TimePoint parsedAt);
  void runRequest(RunRequest run, TokenBucket::TimePoint parsedAt);
  void watchTransfer(RunRequest run);
  void giveUp(std::uint64_t id);
  void loadModel(LoadModel& load);
  /// The device's own load, at most every kMeasureEvery, while it has nothing else to do.
  void measureIfIdle();
  void useThreads(int threads);
  void useLoad(double share);
  void release();
  template <class Work, class Then>
  void compute(Work work, Then then);
  void settle();
  void beginClosing();
  void drop();
  void expire(std::chrono::milliseconds after);

  AgentHost& host_;
  std::unique_ptr<Transport> transport_;
  AgentSession session_;
  PacedWriter writer_;
  asio::steady_timer deadline_;
  /// A feature on its way that may be given up.
  struct Watched {
    RunRequest run;
    TokenBucket::TimePoint since;
    std::size_t bytes = 0;  ///< of its messages
    asio::steady_timer timer;
  };
  std::map<std::uint64_t, Watched> transfers_;  ///< by request; until its time is over or its Result has come
  std::stop_source jobs_;
  std::chrono::milliseconds patience_{1000};
  std::array<std::byte, 64 * 1024> buffer_;
  int computing_ = 0;  ///< jobs on the compute thread
  TokenBucket::TimePoint measuredAt_{};
  bool loadSet_ = false;
  bool threadsSet_ = false;
  bool closing_ = false;
  bool sendShut_ = false;
  bool dropped_ = false;
};

}  // namespace cleave::net::detail
