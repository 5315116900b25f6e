// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

namespace cleave {

/// A decoded picture.
struct Picture {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> rgb;  ///< interleaved, height x width x 3
};

/// Decodes a PNG or JPEG file: grey, palette, 16 bits and transparency (laid over white) become 8-bit RGB. A JPEG's
/// EXIF orientation is ignored: turn such pictures upright first.
/// @throws Error naming the file: larger than 64 MiB, more than 64 million pixels, neither format, or damaged; sizes
/// are checked before memory is taken
Picture readPicture(const std::filesystem::path& file);

/// Scales the picture so that its shorter side has `side` pixels (areas are averaged when it shrinks, pixels
/// interpolated when it grows) and cuts the square at its centre.
/// @param planar takes 3 x side x side bytes: red, green, blue plane
void fitSquare(const Picture& picture, int side, std::span<std::uint8_t> planar);

}  // namespace cleave
