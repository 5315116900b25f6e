// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <functional>
#include <memory>

#include "net/link/token_bucket.h"
#include "net/session/output_queue.h"
#include "net/shell/detail/transport.h"

namespace cleave::net::detail {

/// Writes a session's output to the socket, no faster than the emulated link.
class PacedWriter {
 public:
  using Done = std::function<void(const boost::system::error_code&)>;

  /// @param done called when all is written, and on the first error
  PacedWriter(Transport& transport, OutputQueue& output, Done done);

  /// Call whenever output was queued. @param owner keeps this object alive while something is under way
  void pump(const std::shared_ptr<void>& owner);
  /// 0 = unlimited; also for what is being sent right now.
  void setRate(std::uint64_t bitsPerSecond);
  void stop();

 private:
  void wait(TokenBucket::TimePoint until, const std::shared_ptr<void>& owner);
  void write(std::size_t granted, const std::shared_ptr<void>& owner);

  Transport& transport_;
  OutputQueue& output_;
  Done done_;
  TokenBucket bucket_;
  asio::steady_timer timer_;
  bool busy_ = false;  ///< the link has something to send
  bool writing_ = false;
  bool waiting_ = false;
  bool stopped_ = false;
};

}  // namespace cleave::net::detail
