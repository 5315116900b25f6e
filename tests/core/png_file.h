// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <zlib.h>

#include <cstdint>
#include <stdexcept>
#include <string>

namespace cleave::test {

inline std::string bigEndian(std::uint32_t value) {
  std::string text;
  for (const int shift : {24, 16, 8, 0}) text += static_cast<char>(value >> shift & 0xff);
  return text;
}

inline std::string pngChunk(const std::string& type, const std::string& content) {
  const std::string body = type + content;
  const auto sum = crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size()));
  return bigEndian(static_cast<std::uint32_t>(content.size())) + body + bigEndian(static_cast<std::uint32_t>(sum));
}

inline std::string deflated(const std::string& text) {
  std::string packed(compressBound(text.size()), '\0');
  uLongf length = packed.size();
  if (compress(reinterpret_cast<Bytef*>(packed.data()), &length, reinterpret_cast<const Bytef*>(text.data()),
               text.size()) != Z_OK) {
    throw std::runtime_error("cannot compress");
  }
  packed.resize(length);
  return packed;
}

enum class PngKind : char { Grey = 0, Rgb = 2, Palette = 3, GreyAlpha = 4, Rgba = 6 };

/// A PNG of `rows` rows of `row` (raw samples). @param extra chunks before the data, PLTE for example
inline std::string png(int width, int rows, PngKind kind, const std::string& row, int depth = 8,
                       const std::string& extra = {}) {
  std::string header = bigEndian(static_cast<std::uint32_t>(width)) + bigEndian(static_cast<std::uint32_t>(rows));
  header += {static_cast<char>(depth), static_cast<char>(kind), 0, 0, 0};
  std::string data;
  for (int y = 0; y < rows && !row.empty(); ++y) data += std::string(1, '\0') + row;
  return "\x89PNG\r\n\x1a\n" + pngChunk("IHDR", header) + extra + pngChunk("IDAT", deflated(data)) +
         pngChunk("IEND", "");
}

/// A PNG of one grey value.
inline std::string greyPng(int width, int height, unsigned char value) {
  return png(width, height, PngKind::Grey, std::string(static_cast<std::size_t>(width), static_cast<char>(value)));
}

}  // namespace cleave::test
