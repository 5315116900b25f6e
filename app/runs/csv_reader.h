// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "app/runs/read_ahead.h"

namespace cleave {

class ZipReader;

/// Reads a member of a bundle row by row while another thread inflates it; memory for a few pieces only.
class CsvReader {
 public:
  /// A line longer than this is no record.
  static constexpr std::size_t kMaxLine = 64 * 1024;

  /// Takes one row. @param at its first character @param end of the readable text; a whole line lies before it
  /// @returns where the row ended: at its line's end; nullptr when it is malformed, or ends in an open quotation
  using TakeRow = std::function<const char*(const char* at, const char* end)>;

  /// @param zip with the member open @param name of file and member, in errors
  CsvReader(ZipReader& zip, std::string name);

  /// The names in the first line. @throws Error
  std::vector<std::string> header();
  /// All other rows. A row that take() cannot read is given to it once more when more text is there.
  /// @param progress 0..1 @throws Error, with the line, when a row is malformed; Cancelled
  void rows(const TakeRow& take, const std::function<void(double)>& progress, const std::stop_token& stop);

 private:
  /// Moves what is left to the front and inflates more behind it. @returns false at the end
  bool refill();
  [[noreturn]] void fail(const std::string& what) const;

  ZipReader& zip_;
  ReadAhead text_;
  std::string name_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::uint64_t inflated_ = 0;
  std::uint64_t line_ = 1;  ///< of the next row
  bool atEnd_ = false;
};

}  // namespace cleave
