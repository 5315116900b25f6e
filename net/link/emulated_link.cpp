// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/link/emulated_link.h"

#include <algorithm>
#include <utility>

namespace cleave::net {
namespace {

constexpr std::size_t kAheadBytes = std::size_t{32} << 10;

}  // namespace

void EmulatedLink::enter(OutputQueue::Piece message, TimePoint now) {
  if (message.lane == Lane::Unshaped) return out_.push(std::move(message.bytes));
  if (message.lane == Lane::DelayOnly) return delayed_.enter(std::move(message.bytes), now + bucket_.rttAt(now));
  // What waited at the last look goes first: once all of it has crossed the link is idle, and a caller that looks late
  // must not find that time earned for what came since.
  cross(now);
  if (waiting_.empty()) bucket_.start(now);
  waitingBytes_ += message.bytes.size();
  waiting_.push_back(std::move(message));
}

void EmulatedLink::cross(TimePoint now) {
  while (!waiting_.empty()) {
    if (!bucket_.limited() && out_.bytes() + delayed_.bytes() >= kAheadBytes) return;
    auto& first = waiting_.front();
    const auto granted = bucket_.grant(first.bytes.size() - half_, now);
    if (granted.bytes == 0) return;
    half_ += granted.bytes;
    if (half_ < first.bytes.size()) continue;
    waitingBytes_ -= first.bytes.size();
    half_ = 0;
    delayed_.enter(std::move(first.bytes), granted.crossed + bucket_.rttAt(granted.crossed), first.request);
    waiting_.pop_front();
  }
}

std::optional<std::size_t> EmulatedLink::drop(std::uint64_t request, TimePoint now) {
  cross(now);
  const auto ours = [request](const OutputQueue::Piece& piece) { return piece.request == request; };
  if (std::ranges::none_of(waiting_, ours)) return std::nullopt;
  const std::size_t half = ours(waiting_.front()) ? std::exchange(half_, 0) : 0;
  std::size_t dropped = 0;
  std::erase_if(waiting_, [&](const OutputQueue::Piece& piece) {
    if (!ours(piece)) return false;
    dropped += piece.bytes.size();
    waitingBytes_ -= piece.bytes.size();
    return true;
  });
  // Else it would come behind the word that the transfer is given up, when nobody waits for it any more.
  delayed_.drop(request);
  return dropped - half;
}

OutputQueue& EmulatedLink::crossed(TimePoint now) {
  do {
    cross(now);
    while (auto message = delayed_.leave(now)) out_.push(*std::move(message));
    // An unlimited link may have stopped for what was just taken out of the delay line.
  } while (!bucket_.limited() && !waiting_.empty() && out_.bytes() < kAheadBytes && delayed_.bytes() == 0);
  return out_;
}

std::optional<EmulatedLink::TimePoint> EmulatedLink::nextAt(TimePoint now) const {
  auto next = delayed_.nextOut();
  if (!waiting_.empty() && bucket_.limited()) {
    const auto ready = bucket_.readyAt(waiting_.front().bytes.size() - half_, now);
    next = next ? std::min(*next, ready) : ready;
  }
  return next;
}

}  // namespace cleave::net
