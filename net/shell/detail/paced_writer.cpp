// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/shell/detail/paced_writer.h"

#include <algorithm>
#include <utility>

namespace cleave::net::detail {
namespace {

// While a limit is on the kernel must not hide a queue from us: about 100 ms of the link. Less than 32 KiB would run
// into the receiver's delayed acknowledgements.
constexpr double kSendBufferSeconds = 0.1;
constexpr int kMinSendBuffer = 32 << 10;
constexpr int kMaxSendBuffer = 4 << 20;

int sendBufferFor(std::uint64_t bitsPerSecond) {
  if (bitsPerSecond == 0) return kMaxSendBuffer;
  const double bytes = static_cast<double>(bitsPerSecond) / 8 * kSendBufferSeconds;
  return static_cast<int>(std::clamp<double>(bytes, kMinSendBuffer, kMaxSendBuffer));
}

}  // namespace

PacedWriter::PacedWriter(Transport& transport, OutputQueue& output, Done done)
    : transport_(transport), output_(output), done_(std::move(done)), timer_(transport.socket().get_executor()) {}

void PacedWriter::setRate(std::uint64_t bitsPerSecond) {
  bucket_.setRate(bitsPerSecond, TokenBucket::Clock::now());
  boost::system::error_code ignored;
  transport_.socket().set_option(asio::socket_base::send_buffer_size(sendBufferFor(bitsPerSecond)), ignored);
  timer_.cancel();  // its handler looks at the new rate
}

void PacedWriter::stop() {
  stopped_ = true;
  timer_.cancel();
}

void PacedWriter::pump(const std::shared_ptr<void>& owner) {
  if (writing_ || waiting_ || stopped_) return;
  if (output_.empty()) {
    busy_ = false;
    return;
  }
  const auto now = TokenBucket::Clock::now();
  if (!busy_) bucket_.start(now);
  busy_ = true;
  const std::size_t granted = bucket_.grant(output_.bytes(), now);
  if (granted == 0) return wait(bucket_.readyAt(output_.bytes(), now), owner);
  write(granted, owner);
}

void PacedWriter::wait(TokenBucket::TimePoint until, const std::shared_ptr<void>& owner) {
  waiting_ = true;
  timer_.expires_at(until);
  timer_.async_wait([this, owner](const boost::system::error_code&) {
    waiting_ = false;
    pump(owner);
  });
}

void PacedWriter::write(std::size_t granted, const std::shared_ptr<void>& owner) {
  Transport::Views views;
  output_.gather(views, granted);
  writing_ = true;
  transport_.writeSome(views, [this, owner, granted](const boost::system::error_code& error, std::size_t written) {
    writing_ = false;
    if (stopped_) return;
    if (error) {
      stop();
      return done_(error);
    }
    bucket_.refund(granted - written);
    output_.consume(written);
    pump(owner);
    if (output_.empty()) done_({});
  });
}

}  // namespace cleave::net::detail
