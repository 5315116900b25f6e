// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace cleave {

/// A zip file opened for reading. Every entry's length is bounded before memory is taken, and its checksum verified.
class ZipArchive {
 public:
  /// @throws Error when it is missing, unreadable, larger than 1 GiB, no zip or truncated; in a build without zip
  /// (CLEAVE_TRAIN_ONLY) always
  explicit ZipArchive(const std::filesystem::path& file);
  ~ZipArchive();

  [[nodiscard]] std::vector<std::string> entries() const;
  [[nodiscard]] bool has(const std::string& entry) const;
  /// @throws Error when there is none, it claims more than `limit` bytes, or it is damaged
  [[nodiscard]] std::vector<std::byte> read(const std::string& entry, std::uint64_t limit) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace cleave
