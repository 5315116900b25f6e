// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "app/runs/byte_source.h"

namespace cleave {

/// Reads a table on a thread of its own, a few pieces ahead of whoever parses it: inflating a bundle is most of the
/// work of opening a long run.
class ReadAhead {
 public:
  /// @param source that this alone reads from, from now on
  explicit ReadAhead(ByteSource& source);

  /// At least one byte, at most `most`; 0 at the end. @throws what the source throws
  std::size_t read(char* to, std::size_t most);

 private:
  using Piece = std::vector<char>;
  void fetch(const std::stop_token& stop);
  bool next();

  ByteSource& source_;
  Piece piece_;  ///< that is being read, from `at_` on
  std::size_t at_ = 0;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<Piece> ready_;  ///< these four under the mutex
  std::deque<Piece> spare_;
  std::exception_ptr fault_;
  bool ended_ = false;
  std::jthread thread_;  ///< last: it ends before what it uses
};

}  // namespace cleave
