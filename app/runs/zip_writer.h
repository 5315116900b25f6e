// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace cleave {

/// Writes a zip beside its place, member after member; finish() syncs and renames it, so that a crash leaves either the
/// old file or the new one. Dropped unfinished, nothing is left.
class ZipWriter {
 public:
  /// @throws Error when the place cannot be written
  explicit ZipWriter(const std::filesystem::path& file);
  ~ZipWriter();
  ZipWriter(const ZipWriter&) = delete;
  ZipWriter& operator=(const ZipWriter&) = delete;

  // Each throws Error when the disk is full or gone.
  void begin(const std::string& entry);
  void write(std::string_view bytes);
  void end();
  void add(const std::string& entry, std::string_view bytes);
  void finish();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace cleave
