// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/system/atomic_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "core/types/error.h"

namespace cleave {
namespace {

[[noreturn]] void fail(const std::filesystem::path& file, int error) {
  throw Error(file.string() + " cannot be written (" + std::strerror(error) +
              "): check the folder and free disk space.");
}

std::filesystem::path temporaryBeside(const std::filesystem::path& file) {
  return file.string() + ".part" + std::to_string(::getpid());
}

}  // namespace

void writeFileAtomically(const std::filesystem::path& file, std::span<const std::byte> bytes) {
  const auto temporary = temporaryBeside(file);
  const int fd = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (fd < 0) fail(file, errno);
  int error = 0;
  while (!bytes.empty() && error == 0) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written >= 0) {
      bytes = bytes.subspan(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      error = errno;
    }
  }
  if (error == 0 && ::fsync(fd) != 0) error = errno;
  if (::close(fd) != 0 && error == 0) error = errno;
  if (error == 0 && ::rename(temporary.c_str(), file.c_str()) != 0) error = errno;
  if (error != 0) {
    ::unlink(temporary.c_str());
    fail(file, error);
  }
}

void requireWritable(const std::filesystem::path& file) {
  std::error_code ignored;
  if (std::filesystem::is_directory(file, ignored)) fail(file, EISDIR);
  const auto probe = temporaryBeside(file);
  const int fd = ::open(probe.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
  if (fd < 0) fail(file, errno);
  ::close(fd);
  ::unlink(probe.c_str());
}

}  // namespace cleave
