// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/link/token_bucket.h"

#include <algorithm>

namespace cleave::net {
namespace {

using namespace std::chrono_literals;

constexpr auto kChunkTime = 2ms;
constexpr double kMinChunkBytes = 256;
constexpr double kMaxChunkBytes = 65536;
constexpr auto kLookAhead = 1s;

}  // namespace

void TokenBucket::setRate(std::uint64_t bitsPerSecond, TimePoint now) {
  if (bitsPerSecond > 0) return follow({{{0, bitsPerSecond, 0}}, 1'000'000, 0}, now);
  integral_.reset();
  tokens_ = 0;
}

void TokenBucket::setTrace(const LinkTrace& trace, TimePoint now) {
  follow(trace, now);
}

void TokenBucket::follow(const LinkTrace& trace, TimePoint now) {
  earn(now);
  integral_.emplace(trace);
  epoch_ = last_ = now;
  chooseChunk();
}

std::chrono::microseconds TokenBucket::rttAt(TimePoint now) const {
  return integral_ ? integral_->rttAt(momentOf(now)) : 0us;
}

void TokenBucket::start(TimePoint now) {
  tokens_ = 0;
  last_ = std::max(now, epoch_);
  chooseChunk();
}

void TokenBucket::chooseChunk() {
  if (!limited()) return;
  const auto from = momentOf(last_);
  chunk_ = static_cast<std::size_t>(
      std::clamp(integral_->bitsBetween(from, from + kChunkTime) / 8, kMinChunkBytes, kMaxChunkBytes));
}

void TokenBucket::earn(TimePoint now) {
  if (!limited() || now <= last_) return;
  tokens_ += integral_->bitsBetween(momentOf(last_), momentOf(now)) / 8;
  last_ = now;
}

TokenBucket::Grant TokenBucket::grant(std::size_t wanted, TimePoint now) {
  if (!limited()) return {wanted, now};
  const auto from = last_;
  const double had = tokens_;
  earn(now);
  const std::size_t least = std::min(wanted, chunk_);
  // A thousandth of a byte forgives the rounding of readyAt() to the clock's ticks.
  if (tokens_ + 1e-3 < static_cast<double>(least)) return {0, now};
  const auto most = static_cast<std::size_t>(std::min(static_cast<double>(wanted), tokens_));
  const auto granted = static_cast<double>(std::max(least, most));
  tokens_ -= granted;
  const auto crossed = integral_->whenCarried(momentOf(from), (granted - had) * 8, momentOf(last_));
  chooseChunk();
  return {std::max(least, most), epoch_ + crossed};
}

TokenBucket::TimePoint TokenBucket::readyAt(std::size_t wanted, TimePoint now) const {
  if (!limited()) return now;
  const double missing = static_cast<double>(std::min(wanted, chunk_)) - tokens_;
  if (missing <= 0) return now;
  const auto ready = integral_->whenCarried(momentOf(last_), missing * 8, momentOf(std::max(last_, now)) + kLookAhead);
  // Never now itself: where rounding leaves a token short, the caller must not spin.
  return std::max<TimePoint>(epoch_ + ready, now + 1ns);
}

}  // namespace cleave::net
