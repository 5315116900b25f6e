// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runs/csv_reader.h"

#include <algorithm>
#include <cstring>

#include "app/runs/csv_text.h"
#include "core/types/error.h"

namespace cleave {
namespace {

constexpr std::size_t kPiece = 256 * 1024;  // stays in the cache between fetching and parsing

}  // namespace

CsvReader::CsvReader(ByteSource& source, std::string name, End end)
    : source_(source),
      text_(source),
      name_(std::move(name)),
      buffer_(kPiece + kMaxLine),
      mayBeCut_(end == End::MayBeCut) {}

void CsvReader::fail(const std::string& what) const {
  throw Error(name_ + ", line " + std::to_string(line_) + ", " + what + ": restore the file from a copy.");
}

bool CsvReader::refill() {
  std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
  end_ -= begin_;
  begin_ = 0;
  while (!atEnd_ && end_ < kPiece) {
    const std::size_t got = text_.read(buffer_.data() + end_, buffer_.size() - end_);
    atEnd_ = got == 0;
    end_ += got;
    fetched_ += got;
  }
  return !atEnd_;
}

std::vector<std::string> CsvReader::header() {
  refill();
  const std::string_view text(buffer_.data(), end_);
  const std::size_t end = text.substr(0, kMaxLine).find('\n');
  if (end == std::string_view::npos) fail("has no column names");
  std::string_view line = text.substr(0, end);
  if (line.ends_with('\r')) line.remove_suffix(1);
  begin_ = end + 1;
  ++line_;
  return csv::fieldsOf(line);
}

void CsvReader::rows(const TakeRow& take, const std::function<void(double)>& progress, const std::stop_token& stop) {
  for (bool more = true; more;) {
    if (stop.stop_requested()) throw Cancelled();
    more = refill();
    const char* at = buffer_.data() + begin_;
    const auto* newline = static_cast<const char*>(::memrchr(at, '\n', end_ - begin_));
    const char* const whole = newline == nullptr ? at : newline + 1;  // rows end before here
    while (at != whole) {
      const char* next = take(at, whole);
      if (next != nullptr && next != whole && *next == '\r') ++next;
      if (next == nullptr || next == whole || *next != '\n') {
        const bool mayGoOn = next == nullptr && more && static_cast<std::size_t>(whole - at) < kMaxLine;
        const bool openAtEnd = mayBeCut_ && next == nullptr && !more && std::count(at, whole, '"') % 2 == 1;
        if (!mayGoOn && !openAtEnd) fail("is damaged");
        break;
      }
      at = next + 1;
      ++line_;
    }
    begin_ = static_cast<std::size_t>(at - buffer_.data());
    if (more && end_ - begin_ >= kMaxLine) fail("is too long");
    if (!more && begin_ != end_ && !mayBeCut_) fail("is truncated");
    if (progress && source_.bytes() > 0) {
      progress(static_cast<double>(fetched_) / static_cast<double>(source_.bytes()));
    }
  }
}

}  // namespace cleave
