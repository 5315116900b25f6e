// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace cleave {

class ZipReader;

/// Inflates a member of a bundle on a thread of its own, a few pieces ahead of whoever parses it: inflating is most of
/// the work of opening a long run.
class ReadAhead {
 public:
  /// @param zip with the member open; this alone reads from it from now on
  explicit ReadAhead(ZipReader& zip);

  /// At least one byte, at most `most`; 0 at the end. @throws what ZipReader::read throws
  std::size_t read(char* to, std::size_t most);

 private:
  using Piece = std::vector<char>;
  void inflate(const std::stop_token& stop);
  bool next();

  ZipReader& zip_;
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
