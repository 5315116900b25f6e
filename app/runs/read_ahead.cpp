// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runs/read_ahead.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace cleave {
namespace {

constexpr std::size_t kPiece = 256 * 1024;  // stays in the cache between inflating and parsing
constexpr std::size_t kAhead = 4;

}  // namespace

ReadAhead::ReadAhead(ByteSource& source)
    : source_(source), spare_(kAhead), thread_([this](const std::stop_token& stop) { fetch(stop); }) {}

void ReadAhead::fetch(const std::stop_token& stop) {
  for (bool more = true; more;) {
    Piece piece;
    {
      std::unique_lock lock(mutex_);
      if (!changed_.wait(lock, stop, [this] { return !spare_.empty(); })) return;
      piece = std::move(spare_.front());
      spare_.pop_front();
    }
    piece.resize(kPiece);
    std::exception_ptr fault;
    try {
      piece.resize(source_.read(piece.data(), piece.size()));
    } catch (...) {
      fault = std::current_exception();
    }
    more = !fault && !piece.empty();
    const std::scoped_lock lock(mutex_);
    fault_ = fault;
    ended_ = !more;
    if (more) ready_.push_back(std::move(piece));
    changed_.notify_all();
  }
}

bool ReadAhead::next() {
  std::unique_lock lock(mutex_);
  spare_.push_back(std::move(piece_));
  changed_.notify_all();
  changed_.wait(lock, [this] { return !ready_.empty() || ended_; });
  at_ = 0;
  if (ready_.empty()) {
    piece_.clear();
    if (fault_) std::rethrow_exception(fault_);
    return false;
  }
  piece_ = std::move(ready_.front());
  ready_.pop_front();
  return true;
}

std::size_t ReadAhead::read(char* to, std::size_t most) {
  if (at_ == piece_.size() && !next()) return 0;
  const std::size_t size = std::min(most, piece_.size() - at_);
  std::memcpy(to, piece_.data() + at_, size);
  at_ += size;
  return size;
}

}  // namespace cleave
