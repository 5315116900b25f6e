// SPDX-License-Identifier: GPL-3.0-or-later
// The only source that sees stb_image. Pictures are untrusted: the file, the announced size and every allocation of
// the decoder are bounded.
#include <cstdlib>
#include <fstream>
#include <memory>

#include "core/data/picture.h"
#include "core/types/error.h"

namespace cleave {
namespace {

constexpr std::size_t kMaxAllocation = std::size_t{1} << 30;  // 64 million pixels of 16-bit RGBA, and to spare

void* boundedMalloc(std::size_t bytes) {
  return bytes > kMaxAllocation ? nullptr : std::malloc(bytes);
}
void* boundedRealloc(void* memory, std::size_t bytes) {
  return bytes > kMaxAllocation ? nullptr : std::realloc(memory, bytes);
}

}  // namespace
}  // namespace cleave

#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_STATIC
#define STBI_ONLY_JPEG
#define STBI_ONLY_PNG
#define STBI_NO_STDIO
#define STBI_MAX_DIMENSIONS 16384
#define STBI_MALLOC(size) cleave::boundedMalloc(size)
#define STBI_REALLOC(memory, size) cleave::boundedRealloc(memory, size)
#define STBI_FREE(memory) std::free(memory)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"  // static functions of the header that nothing here needs
#include <stb_image.h>
#pragma GCC diagnostic pop

namespace cleave {
namespace {

constexpr std::uintmax_t kMaxFileBytes = std::uintmax_t{64} << 20;
constexpr std::int64_t kMaxPixels = 64'000'000;

struct Free {
  void operator()(stbi_uc* pixels) const { stbi_image_free(pixels); }
};

Error damaged(const std::filesystem::path& file) {
  return Error(file.string() + " is not a valid PNG or JPEG image (" + stbi_failure_reason() +
               "): repair it or remove it from the folder.");
}

std::vector<stbi_uc> readBounded(const std::filesystem::path& file) {
  std::error_code failed;
  const auto size = std::filesystem::file_size(file, failed);
  if (!failed && size > kMaxFileBytes) {
    throw Error(file.string() +
                " is larger than 64 MiB, the limit for an image: scale it down or remove it from the folder.");
  }
  std::vector<stbi_uc> bytes(failed ? 0 : size);
  std::ifstream in(file, std::ios::binary);
  in.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  if (failed || !in)
    throw Error(file.string() + " cannot be read: check its permissions or remove it from the folder.");
  return bytes;
}

std::uint8_t overWhite(int value, int alpha) {
  return static_cast<std::uint8_t>((value * alpha + 255 * (255 - alpha) + 127) / 255);
}

}  // namespace

Picture readPicture(const std::filesystem::path& file) {
  const auto bytes = readBounded(file);
  const int length = static_cast<int>(bytes.size());
  Picture picture;
  int channels = 0;
  if (stbi_info_from_memory(bytes.data(), length, &picture.width, &picture.height, &channels) == 0) throw damaged(file);
  if (std::int64_t{picture.width} * picture.height > kMaxPixels) {
    throw Error(file.string() + " has " + std::to_string(picture.width) + "x" + std::to_string(picture.height) +
                " pixels, more than the limit of 64 million: scale it down or remove it from the folder.");
  }
  const bool transparent = channels == 2 || channels == 4;
  const int wanted = transparent ? 4 : 3;
  const std::unique_ptr<stbi_uc, Free> pixels(
      stbi_load_from_memory(bytes.data(), length, &picture.width, &picture.height, &channels, wanted));
  if (!pixels) throw damaged(file);
  const auto count = static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.height);
  if (!transparent) {
    picture.rgb.assign(pixels.get(), pixels.get() + 3 * count);
    return picture;
  }
  picture.rgb.resize(3 * count);
  for (std::size_t i = 0; i < count; ++i) {
    const stbi_uc* const from = pixels.get() + 4 * i;
    for (std::size_t c = 0; c < 3; ++c) picture.rgb[3 * i + c] = overWhite(from[c], from[3]);
  }
  return picture;
}

}  // namespace cleave
