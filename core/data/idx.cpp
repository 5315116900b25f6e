// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/idx.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string>

#include "core/types/error.h"

namespace cleave {
namespace {

constexpr std::uint8_t kUnsignedByte = 0x08;
constexpr std::uint64_t kMaxValues = (1ULL << 31) - 1;  // an extent is an int
constexpr std::size_t kChunk = 1 << 20;

struct Close {
  void operator()(gzFile file) const { gzclose(file); }
};
using File = std::unique_ptr<gzFile_s, Close>;

[[noreturn]] void failDamaged(const std::string& name) {
  throw Error(name + " is truncated or damaged: reinstall the data set.");
}

void readExactly(const File& in, std::uint8_t* to, std::size_t bytes, const std::string& name) {
  const int got = gzread(in.get(), to, static_cast<unsigned>(bytes));
  if (got < 0 || static_cast<std::size_t>(got) != bytes) failDamaged(name);
}

// Reaching the end is what makes zlib compare its checksum; that it is missing shows in the status alone.
void requireEnd(const File& in, const std::string& name) {
  std::uint8_t beyond = 0;
  int status = Z_OK;
  const int more = gzread(in.get(), &beyond, 1);
  gzerror(in.get(), &status);
  if (more != 0 || status != Z_OK) failDamaged(name);
}

}  // namespace

IdxArray readIdx(const std::filesystem::path& path) {
  const std::string name = path.string();
  const File in(gzopen(name.c_str(), "rb"));  // reads uncompressed files as they are
  if (!in) throw Error(name + " cannot be opened: check that it exists and is readable.");

  std::array<std::uint8_t, 4> magic{};
  readExactly(in, magic.data(), magic.size(), name);
  if (magic[0] != 0 || magic[1] != 0 || magic[2] != kUnsignedByte || magic[3] < 1 || magic[3] > 4) {
    throw Error(name + " is not an IDX file of bytes: reinstall the data set.");
  }
  IdxArray array;
  std::uint64_t total = 1;
  for (int i = 0; i < magic[3]; ++i) {
    std::array<std::uint8_t, 4> extent{};
    readExactly(in, extent.data(), extent.size(), name);
    const std::uint32_t value = static_cast<std::uint32_t>(extent[0]) << 24 |
                                static_cast<std::uint32_t>(extent[1]) << 16 |
                                static_cast<std::uint32_t>(extent[2]) << 8 | extent[3];
    total = value > kMaxValues ? kMaxValues + 1 : total * value;
    if (value == 0 || total > kMaxValues) throw Error(name + " declares an impossible size: reinstall the data set.");
    array.extents.push_back(static_cast<int>(value));
  }
  while (array.values.size() < total) {
    const std::size_t at = array.values.size();
    const std::size_t bytes = std::min<std::size_t>(kChunk, total - at);
    array.values.resize(at + bytes);
    readExactly(in, array.values.data() + at, bytes, name);
  }
  requireEnd(in, name);
  return array;
}

}  // namespace cleave
