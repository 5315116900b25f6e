// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/link/delay_line.h"

#include <algorithm>
#include <utility>

namespace cleave::net {

void DelayLine::enter(std::vector<std::byte> message, TimePoint out, std::uint64_t request) {
  bytes_ += message.size();
  if (!messages_.empty()) out = std::max(out, messages_.back().out);  // nobody overtakes
  messages_.push_back({out, std::move(message), request});
}

void DelayLine::drop(std::uint64_t request) {
  std::erase_if(messages_, [&](const Message& message) {
    if (message.request != request) return false;
    bytes_ -= message.bytes.size();
    return true;
  });
}

std::optional<std::vector<std::byte>> DelayLine::leave(TimePoint now) {
  if (messages_.empty() || messages_.front().out > now) return std::nullopt;
  auto message = std::move(messages_.front().bytes);
  messages_.pop_front();
  bytes_ -= message.size();
  return message;
}

std::optional<DelayLine::TimePoint> DelayLine::nextOut() const {
  if (messages_.empty()) return std::nullopt;
  return messages_.front().out;
}

}  // namespace cleave::net
