// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <zlib.h>

#include <cstdint>
#include <initializer_list>

#include "tests/core/files.h"

namespace cleave::test {

/// An idx file of bytes; `values` may be of any length.
inline std::string idxText(std::initializer_list<std::uint32_t> extents, const std::string& values) {
  std::string text{'\0', '\0', '\x08', static_cast<char>(extents.size())};
  for (const std::uint32_t extent : extents) {
    for (const int shift : {24, 16, 8, 0}) text += static_cast<char>(extent >> shift & 0xff);
  }
  return text + values;
}

inline std::string gzip(const std::string& text) {
  const Folder folder;
  const auto file = folder / "packed.gz";
  const gzFile out = gzopen(file.c_str(), "wb");
  if (out == nullptr ||
      gzwrite(out, text.data(), static_cast<unsigned>(text.size())) != static_cast<int>(text.size()) ||
      gzclose(out) != Z_OK) {
    throw std::runtime_error("cannot compress");
  }
  return readText(file);
}

}  // namespace cleave::test
