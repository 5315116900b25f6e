// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <optional>

namespace cleave::net {

/// Bytes on their way through a link: they come out in the order in which they went in, each no earlier than its time.
/// Counts only; the bytes themselves stay with the caller. Pure: the caller brings the time.
class DelayLine {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  /// @param out when they come out; later if those before them do
  void enter(std::size_t bytes, TimePoint out);
  /// All that is out by now and was not taken yet.
  std::size_t out(TimePoint now);
  /// @pre bytes <= out()
  void take(std::size_t bytes);

  /// In the line, or out and not taken.
  [[nodiscard]] std::size_t bytes() const { return bytes_; }
  /// When more comes out; nullopt when nothing is on its way.
  [[nodiscard]] std::optional<TimePoint> nextOut() const;

 private:
  struct Part {
    TimePoint out;
    std::size_t bytes;
  };
  std::deque<Part> parts_;
  std::size_t bytes_ = 0;
  std::size_t ready_ = 0;
};

}  // namespace cleave::net
