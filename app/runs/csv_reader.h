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

/// Reads a table row by row while another thread fetches it; memory for a few pieces only.
class CsvReader {
 public:
  /// A line longer than this is no record.
  static constexpr std::size_t kMaxLine = 64 * 1024;

  /// Takes one row. @param at its first character @param end of the readable text; a whole line lies before it
  /// @returns where the row ended: at its line's end; nullptr when it is malformed, or ends in an open quotation
  using TakeRow = std::function<const char*(const char* at, const char* end)>;

  /// What becomes of a last row that is not whole: of a run that was killed it is left out.
  enum class End { Whole, MayBeCut };

  /// @param name of the file, in errors
  CsvReader(ByteSource& source, std::string name, End end = End::Whole);

  /// The names in the first line. @throws Error
  std::vector<std::string> header();
  /// All other rows. A row that take() cannot read is given to it once more when more text is there.
  /// @param progress 0..1 @throws Error, with the line, when a row is malformed; Cancelled
  void rows(const TakeRow& take, const std::function<void(double)>& progress, const std::stop_token& stop);

  // After rows():
  [[nodiscard]] bool cut() const { return begin_ != end_; }
  /// How many bytes the header and all whole rows have.
  [[nodiscard]] std::uint64_t wholeBytes() const { return fetched_ - (end_ - begin_); }

 private:
  /// Moves what is left to the front and fetches more behind it. @returns false at the end
  bool refill();
  [[noreturn]] void fail(const std::string& what) const;

  ByteSource& source_;
  ReadAhead text_;
  std::string name_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::uint64_t fetched_ = 0;
  bool mayBeCut_;
  std::uint64_t line_ = 1;  ///< of the next row
  bool atEnd_ = false;
};

}  // namespace cleave
