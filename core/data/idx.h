// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace cleave {

/// An idx file (LeCun's MNIST format) of unsigned bytes.
struct IdxArray {
  std::vector<int> extents;  ///< outermost first, for example {60000, 28, 28}
  std::vector<std::uint8_t> values;
};

/// Reads a plain or gzip-compressed idx file. Memory grows with the data that is really there, never with what the
/// header claims.
/// @throws Error naming the file and what is wrong with it
IdxArray readIdx(const std::filesystem::path& file);

}  // namespace cleave
