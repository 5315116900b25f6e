// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <vector>

namespace cleave::net {

/// What an emulated link does to a message.
enum class Lane : std::uint8_t {
  Unshaped,     ///< nothing: it only tells the workbench what a device knows already, and in the field nobody sends it
  DelayOnly,    ///< delays it: a few bytes, which pass between the features' packets
  RateLimited,  ///< carries it at the link's rate, one after the other, and then delays it
};

/// Bytes that wait for the socket, in pieces that keep their place in memory until they are consumed.
class OutputQueue {
 public:
  static constexpr std::uint64_t kNoRequest = ~std::uint64_t{0};
  struct Piece {
    std::vector<std::byte> bytes;
    Lane lane = Lane::Unshaped;
    std::uint64_t request = kNoRequest;  ///< whose feature it is part of
  };
  /// @param lane not Unshaped: then it is one whole message
  void push(std::vector<std::byte> bytes, Lane lane = Lane::Unshaped, std::uint64_t request = kNoRequest);
  /// The first piece, which is the caller's from now on. @pre !empty(), none of it was consumed
  Piece take();

  [[nodiscard]] bool empty() const { return bytes_ == 0; }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }
  [[nodiscard]] std::size_t pieces() const { return pieces_.size(); }

  /// Of one request's feature.
  [[nodiscard]] std::size_t bytesOf(std::uint64_t request) const;

  /// Fills `views` with the first bytes, `limit` at most.
  /// @returns how many views were filled
  std::size_t gather(std::span<std::span<const std::byte>> views, std::size_t limit) const;
  /// @pre count <= bytes()
  void consume(std::size_t count);
  void clear();

 private:
  std::deque<Piece> pieces_;
  std::size_t consumed_ = 0;  ///< of the first piece
  std::size_t bytes_ = 0;
};

}  // namespace cleave::net
