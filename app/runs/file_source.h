// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <limits>
#include <string>

#include "app/runs/byte_source.h"

namespace cleave {

/// A file as long as it was when it was opened: it may still be written to.
class FileSource : public ByteSource {
 public:
  /// @param most bytes of it @throws Error when it cannot be opened
  explicit FileSource(const std::filesystem::path& file,
                      std::uint64_t most = std::numeric_limits<std::uint64_t>::max());
  ~FileSource() override;
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;

  [[nodiscard]] std::uint64_t bytes() const override { return size_; }
  std::size_t read(char* to, std::size_t most) override;
  /// All of it. @throws Error when that is more than `limit` bytes
  [[nodiscard]] std::string text(std::uint64_t limit);

 private:
  std::string name_;
  int fd_ = -1;
  std::uint64_t size_ = 0;
  std::uint64_t at_ = 0;
};

}  // namespace cleave
