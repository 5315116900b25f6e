// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runs/run_journal.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <optional>

#include "core/types/error.h"

namespace cleave {

RunJournal::RunJournal(const std::filesystem::path& file) : name_(file.string()) {
  fd_ = ::open(name_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
  if (fd_ < 0)
    throw Error(name_ + " cannot be written (" + std::strerror(errno) + "): choose another location for the run.");
  if (::flock(fd_, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {  // where locks are unknown there are none
    ::close(fd_);
    throw Error(name_ + " is in use by another run: choose another location for this one.");
  }
}

void RunJournal::begin(const RunHeader& header) {
  if (::ftruncate(fd_, 0) != 0 && errno != EINVAL) {  // a pipe has no length
    throw Error(name_ + " cannot be overwritten (" + std::strerror(errno) + "): choose another location for the run.");
  }
  writeLine(toJson(header));
}

RunJournal::~RunJournal() {
  ::close(fd_);
}

void RunJournal::add(const RequestRecord& record) {
  writeLine(toJson(record));
}

void RunJournal::add(const RunChange& change) {
  writeLine(toJson(change));
}

void RunJournal::writeLine(std::string line) {
  line += '\n';
  std::string_view rest = line;
  while (!rest.empty()) {
    const ssize_t written = ::write(fd_, rest.data(), rest.size());
    if (written >= 0) {
      rest.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      throw Error(name_ + " can no longer be written (" + std::strerror(errno) + "): free disk space and run again.");
    }
  }
}

RunFrame readJournal(const std::filesystem::path& file, const std::function<void(RequestRecord&&)>& take,
                     const std::function<void(double)>& progress, const std::stop_token& stop) {
  constexpr std::uint64_t kSayEvery = 4096;  // lines
  std::ifstream in(file, std::ios::binary);
  if (!in) throw Error(file.string() + " cannot be opened: check that it exists and is readable.");
  std::error_code unsized;
  const auto size = std::filesystem::file_size(file, unsized);
  std::string line;
  std::getline(in, line);
  std::uint64_t read = line.size() + 1;
  RunFrame run{runHeaderFromJson(line, file.string()), {}, false};
  for (std::uint64_t number = 2; std::getline(in, line); ++number) {
    std::optional<RequestRecord> record;
    try {
      if (isChange(line)) {
        run.changes.push_back(runChangeFromJson(line));
      } else {
        record = recordFromJson(line);
      }
    } catch (const Error&) {
      if (in.peek() != std::char_traits<char>::eof()) {
        throw Error(file.string() + ", line " + std::to_string(number) +
                    ", is not a request record: restore the file from a copy, or truncate it before that line.");
      }
      run.truncated = true;  // the program was killed in the middle of this line
    }
    if (record) take(std::move(*record));
    read += line.size() + 1;
    if (number % kSayEvery != 0) continue;
    if (stop.stop_requested()) throw Cancelled();
    if (progress && !unsized && size > 0)
      progress(std::min(1.0, static_cast<double>(read) / static_cast<double>(size)));
  }
  return run;
}

Run readRun(const std::filesystem::path& file) {
  std::vector<RequestRecord> records;
  RunFrame frame = readJournal(file, [&](RequestRecord&& record) { records.push_back(std::move(record)); });
  return {std::move(frame.header), std::move(records), frame.truncated, std::move(frame.changes)};
}

bool isBeingRecorded(const std::filesystem::path& file) {
  const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return false;
  const bool locked = ::flock(fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  ::close(fd);
  return locked;
}

}  // namespace cleave
