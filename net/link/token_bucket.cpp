// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/link/token_bucket.h"

#include <algorithm>

namespace cleave::net {
namespace {

constexpr double kChunkSeconds = 0.002;
constexpr double kMinChunkBytes = 256;
constexpr double kMaxChunkBytes = 65536;
// A timer that fires late is made good, up to this much; more would be a burst.
constexpr double kCatchUpSeconds = 0.1;

}  // namespace

void TokenBucket::setRate(std::uint64_t bitsPerSecond, TimePoint now) {
  earn(now);
  bitsPerSecond_ = bitsPerSecond;
  bytesPerSecond_ = static_cast<double>(bitsPerSecond) / 8;
  last_ = now;
  if (!limited()) tokens_ = 0;
}

void TokenBucket::start(TimePoint now) {
  tokens_ = 0;
  last_ = now;
}

std::size_t TokenBucket::chunkBytes() const {
  return static_cast<std::size_t>(std::clamp(bytesPerSecond_ * kChunkSeconds, kMinChunkBytes, kMaxChunkBytes));
}

void TokenBucket::earn(TimePoint now) {
  if (!limited() || now <= last_) return;
  tokens_ += std::chrono::duration<double>(now - last_).count() * bytesPerSecond_;
  tokens_ = std::min(tokens_, static_cast<double>(chunkBytes()) + bytesPerSecond_ * kCatchUpSeconds);
  last_ = now;
}

std::size_t TokenBucket::grant(std::size_t wanted, TimePoint now) {
  if (!limited()) return wanted;
  earn(now);
  const std::size_t least = std::min(wanted, chunkBytes());
  // A thousandth of a byte forgives the rounding of readyAt() to the clock's ticks.
  if (tokens_ + 1e-3 < static_cast<double>(least)) return 0;
  const auto granted = std::max(least, std::min(wanted, static_cast<std::size_t>(tokens_)));
  tokens_ -= static_cast<double>(granted);
  return granted;
}

TokenBucket::TimePoint TokenBucket::readyAt(std::size_t wanted, TimePoint now) const {
  if (!limited()) return now;
  const double missing = static_cast<double>(std::min(wanted, chunkBytes())) - tokens_;
  const double seconds = std::clamp(missing / bytesPerSecond_, 0.0, 1.0);
  const auto ready = last_ + std::chrono::ceil<Clock::duration>(std::chrono::duration<double>(seconds));
  return std::max(ready, now);
}

}  // namespace cleave::net
