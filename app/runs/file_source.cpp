// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runs/file_source.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "core/types/error.h"

namespace cleave {

FileSource::FileSource(const std::filesystem::path& file, std::uint64_t most) : name_(file.string()) {
  fd_ = ::open(name_.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd_ < 0) {
    throw Error(name_ + " cannot be opened (" + std::strerror(errno) + "): check that it exists and is readable.");
  }
  const off_t size = ::lseek(fd_, 0, SEEK_END);
  size_ = std::min(most, static_cast<std::uint64_t>(std::max<off_t>(size, 0)));
  ::lseek(fd_, 0, SEEK_SET);
}

FileSource::~FileSource() {
  ::close(fd_);
}

std::size_t FileSource::read(char* to, std::size_t most) {
  const auto left = static_cast<std::size_t>(std::min<std::uint64_t>(most, size_ - at_));
  if (left == 0) return 0;
  ssize_t got = -1;
  do {
    got = ::read(fd_, to, left);
  } while (got < 0 && errno == EINTR);
  if (got <= 0) throw Error(name_ + " can no longer be read: check the disk.");
  at_ += static_cast<std::uint64_t>(got);
  return static_cast<std::size_t>(got);
}

std::string FileSource::text(std::uint64_t limit) {
  if (size_ > limit) {
    throw Error(name_ + " has " + std::to_string(size_) + " bytes, above the limit of " + std::to_string(limit) +
                ": restore the file from a copy.");
  }
  std::string text(static_cast<std::size_t>(size_), '\0');
  for (std::size_t size = 0; size < text.size();) size += read(&text[size], text.size() - size);
  return text;
}

}  // namespace cleave
