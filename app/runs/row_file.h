// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace cleave {

/// A text file to which whole rows are appended, each handed to the system in one write: whatever kills the program,
/// the file is good up to its last newline.
class RowFile {
 public:
  /// Opens the file and leaves what it holds. @throws Error when it cannot be written
  explicit RowFile(const std::filesystem::path& file);
  ~RowFile();
  RowFile(const RowFile&) = delete;
  RowFile& operator=(const RowFile&) = delete;

  /// @returns false when another program has locked it; the lock ends with this object
  [[nodiscard]] bool lock();
  /// Empties it and writes the first row. @throws Error
  void begin(std::string_view row);
  /// @throws Error when the disk is full or gone
  void append(std::string_view row);

 private:
  std::string name_;
  int fd_ = -1;
};

}  // namespace cleave
