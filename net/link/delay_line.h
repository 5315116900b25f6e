// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "net/wire/output_queue.h"

namespace cleave::net {

/// Messages on their way through a link: they come out in the order in which they went in, each no earlier than its
/// time. Pure: the caller brings the time.
class DelayLine {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  /// @param out when it comes out; later if those before it do @param request whose feature it is part of, if any's
  void enter(std::vector<std::byte> message, TimePoint out, std::uint64_t request = OutputQueue::kNoRequest);
  /// What is on its way of a request's feature never comes out.
  void drop(std::uint64_t request);
  /// The next one that is out by now; nullopt when there is none.
  std::optional<std::vector<std::byte>> leave(TimePoint now);

  [[nodiscard]] std::size_t bytes() const { return bytes_; }
  [[nodiscard]] std::size_t pieces() const { return messages_.size(); }
  /// When the next comes out; nullopt when nothing is on its way.
  [[nodiscard]] std::optional<TimePoint> nextOut() const;

 private:
  struct Message {
    TimePoint out;
    std::vector<std::byte> bytes;
    std::uint64_t request;
  };
  std::deque<Message> messages_;
  std::size_t bytes_ = 0;
};

}  // namespace cleave::net
