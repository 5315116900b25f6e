// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "app/runs/byte_source.h"

namespace cleave {

/// One member of a run's bundle, inflated piece by piece. Each has a handle of its own on the file, so that two can be
/// read at once.
class ZipReader : public ByteSource {
 public:
  /// @throws Error when the file is missing, no zip or truncated
  explicit ZipReader(const std::filesystem::path& file);
  ~ZipReader() override;

  [[nodiscard]] bool has(const std::string& entry) const;
  /// @param limit of its bytes @throws Error when there is none, or it claims more than the limit or than deflate can
  /// make of what is stored
  void open(const std::string& entry, std::uint64_t limit);
  /// That the open member claims.
  [[nodiscard]] std::uint64_t bytes() const override;
  /// @returns how many bytes were read; 0 at the end, after the checksum was compared
  /// @throws Error when it is damaged, or holds more or less than it claims
  std::size_t read(char* to, std::size_t most) override;
  /// open() and all that it holds.
  [[nodiscard]] std::string text(const std::string& entry, std::uint64_t limit);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace cleave
