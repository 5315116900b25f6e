// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <deque>
#include <span>
#include <vector>

namespace cleave::net {

/// Bytes that wait for the socket, in pieces that keep their place in memory until they are consumed.
class OutputQueue {
 public:
  void push(std::vector<std::byte> piece);

  [[nodiscard]] bool empty() const { return bytes_ == 0; }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }
  [[nodiscard]] std::size_t pieces() const { return pieces_.size(); }

  /// Fills `views` with the first bytes, `limit` at most.
  /// @returns how many views were filled
  std::size_t gather(std::span<std::span<const std::byte>> views, std::size_t limit) const;
  /// @pre count <= bytes()
  void consume(std::size_t count);
  void clear();

 private:
  std::deque<std::vector<std::byte>> pieces_;
  std::size_t consumed_ = 0;  ///< of the first piece
  std::size_t bytes_ = 0;
};

}  // namespace cleave::net
