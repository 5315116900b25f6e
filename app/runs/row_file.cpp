// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runs/row_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/types/error.h"

namespace cleave {

RowFile::RowFile(const std::filesystem::path& file) : name_(file.string()) {
  fd_ = ::open(name_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (fd_ < 0)
    throw Error(name_ + " cannot be written (" + std::strerror(errno) + "): choose another location for the run.");
}

RowFile::~RowFile() {
  ::close(fd_);
}

bool RowFile::lock() {
  return ::flock(fd_, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK;  // where locks are unknown there are none
}

void RowFile::begin(std::string_view row) {
  if (::ftruncate(fd_, 0) != 0 && errno != EINVAL) {  // a device has no length
    throw Error(name_ + " cannot be overwritten (" + std::strerror(errno) + "): choose another location for the run.");
  }
  append(row);
}

void RowFile::append(std::string_view row) {
  while (!row.empty()) {
    const ssize_t written = ::write(fd_, row.data(), row.size());
    if (written >= 0) {
      row.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      throw Error(name_ + " can no longer be written (" + std::strerror(errno) + "): free disk space and run again.");
    }
  }
}

}  // namespace cleave
