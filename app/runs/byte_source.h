// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

namespace cleave {

/// Where a table's text comes from: a member of a bundle, or a file of a run's folder.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  /// How many there are in all.
  [[nodiscard]] virtual std::uint64_t bytes() const = 0;
  /// @returns how many bytes were read; 0 at the end @throws Error when they cannot be
  virtual std::size_t read(char* to, std::size_t most) = 0;
};

}  // namespace cleave
