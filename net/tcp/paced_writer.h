// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "net/link/emulated_link.h"
#include "net/tcp/transport.h"
#include "net/wire/output_queue.h"

namespace cleave::net::detail {

/// Writes a session's output to the socket when it would have crossed the emulated link. Used on the I/O thread.
class PacedWriter {
 public:
  using Done = std::function<void(const boost::system::error_code&)>;

  /// @param output whole messages; they are taken from it
  /// @param done called when all is written, and on the first error
  PacedWriter(Transport& transport, OutputQueue& output, Done done);

  /// Call whenever output was queued. @param owner keeps this object alive while something is under way
  void pump(const std::shared_ptr<void>& owner);
  // Both also for what is being sent right now: pump() next.
  /// 0 = unlimited
  void setRate(std::uint64_t bitsPerSecond);
  void setTrace(const LinkTrace& trace);
  /// From now on the kernel takes little ahead of the network, so that what waits can still be dropped.
  void keepLittleAhead();
  /// See EmulatedLink::drop().
  std::optional<std::size_t> drop(std::uint64_t request);
  void stop();

  /// Whether all is written.
  [[nodiscard]] bool empty() const { return output_.empty() && link_.bytes() == 0; }
  [[nodiscard]] std::size_t bytes() const { return link_.bytes(); }  ///< taken and not written
  [[nodiscard]] std::size_t pieces() const { return link_.pieces(); }

 private:
  void sizeSendBuffer();
  void wakeAt(EmulatedLink::TimePoint when, const std::shared_ptr<void>& owner);
  void write(OutputQueue& crossed, const std::shared_ptr<void>& owner);

  Transport& transport_;
  OutputQueue& output_;
  Done done_;
  EmulatedLink link_;
  asio::steady_timer timer_;
  bool writing_ = false;
  bool waking_ = false;  ///< the timer runs, until its expiry()
  bool stopped_ = false;
  bool littleAhead_ = false;
};

}  // namespace cleave::net::detail
