// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/tcp/paced_writer.h"

#include <algorithm>
#include <utility>

namespace cleave::net::detail {
namespace {

using Clock = TokenBucket::Clock;

// While a limit is on the kernel must not hide a queue from us: about 100 ms of the link. Less than 32 KiB would run
// into the receiver's delayed acknowledgements.
constexpr double kSendBufferSeconds = 0.1;
constexpr int kMinSendBuffer = 32 << 10;
constexpr int kMaxSendBuffer = 4 << 20;

}  // namespace

PacedWriter::PacedWriter(Transport& transport, OutputQueue& output, Done done)
    : transport_(transport), output_(output), done_(std::move(done)), timer_(transport.socket().get_executor()) {}

void PacedWriter::setRate(std::uint64_t bitsPerSecond) {
  link_.setRate(bitsPerSecond, Clock::now());
  sizeSendBuffer();
}

void PacedWriter::setTrace(const LinkTrace& trace) {
  link_.setTrace(trace, Clock::now());
  sizeSendBuffer();
}

void PacedWriter::sizeSendBuffer() {
  const double peak = link_.peakBitsPerSecond();
  const double bytes = peak > 0 ? peak / 8 * kSendBufferSeconds : kMaxSendBuffer;
  boost::system::error_code ignored;
  transport_.socket().set_option(
      asio::socket_base::send_buffer_size(static_cast<int>(std::clamp<double>(bytes, kMinSendBuffer, kMaxSendBuffer))),
      ignored);
}

void PacedWriter::keepLittleAhead() {
  if (littleAhead_) return;
  littleAhead_ = true;
  keepLittleUnsent(transport_.socket());
}

std::optional<std::size_t> PacedWriter::drop(std::uint64_t request) {
  return link_.drop(request, Clock::now());
}

void PacedWriter::stop() {
  stopped_ = true;
  timer_.cancel();
}

void PacedWriter::pump(const std::shared_ptr<void>& owner) {
  if (stopped_) return;
  const auto now = Clock::now();
  while (!output_.empty()) link_.enter(output_.take(), now);
  OutputQueue& crossed = link_.crossed(now);
  if (!crossed.empty() && !writing_) write(crossed, owner);
  // The link goes on while the socket is full: what crosses meanwhile is written as soon as it takes more.
  if (const auto next = link_.nextAt(now)) wakeAt(*next, owner);
}

void PacedWriter::wakeAt(EmulatedLink::TimePoint when, const std::shared_ptr<void>& owner) {
  if (waking_ && timer_.expiry() == when) return;
  waking_ = true;
  timer_.expires_at(when);  // cancels an earlier wait
  timer_.async_wait([this, owner](const boost::system::error_code& cancelled) {
    if (cancelled) return;
    waking_ = false;
    pump(owner);
  });
}

void PacedWriter::write(OutputQueue& crossed, const std::shared_ptr<void>& owner) {
  Transport::Views views;
  crossed.gather(views, crossed.bytes());
  writing_ = true;
  transport_.writeSome(views, [this, &crossed, owner](const boost::system::error_code& error, std::size_t written) {
    writing_ = false;
    if (stopped_) return;
    if (error) {
      stop();
      return done_(error);
    }
    crossed.consume(written);
    pump(owner);
    if (empty()) done_({});
  });
}

}  // namespace cleave::net::detail
