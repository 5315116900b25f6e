// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/wire/output_queue.h"

#include <algorithm>
#include <utility>

namespace cleave::net {

void OutputQueue::push(std::vector<std::byte> bytes, Lane lane, std::uint64_t request) {
  if (bytes.empty()) return;
  bytes_ += bytes.size();
  pieces_.push_back({std::move(bytes), lane, request});
}

OutputQueue::Piece OutputQueue::take() {
  Piece piece = std::move(pieces_.front());
  pieces_.pop_front();
  bytes_ -= piece.bytes.size();
  return piece;
}

std::size_t OutputQueue::bytesOf(std::uint64_t request) const {
  std::size_t bytes = 0;
  for (const auto& piece : pieces_)
    bytes += piece.lane == Lane::RateLimited && piece.request == request ? piece.bytes.size() : 0;
  return bytes;
}

std::size_t OutputQueue::gather(std::span<std::span<const std::byte>> views, std::size_t limit) const {
  std::size_t count = 0;
  std::size_t skip = consumed_;
  for (const auto& piece : pieces_) {
    if (count == views.size() || limit == 0) break;
    const auto view = std::span<const std::byte>(piece.bytes).subspan(skip);
    views[count] = view.first(std::min(view.size(), limit));
    limit -= views[count].size();
    ++count;
    skip = 0;
  }
  return count;
}

void OutputQueue::consume(std::size_t count) {
  bytes_ -= count;
  consumed_ += count;
  while (!pieces_.empty() && consumed_ >= pieces_.front().bytes.size()) {
    consumed_ -= pieces_.front().bytes.size();
    pieces_.pop_front();
  }
}

void OutputQueue::clear() {
  pieces_.clear();
  consumed_ = 0;
  bytes_ = 0;
}

}  // namespace cleave::net
