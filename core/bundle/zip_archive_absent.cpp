// SPDX-License-Identifier: GPL-3.0-or-later
// On a machine that only trains there is no zip.
#include "core/bundle/zip_archive.h"
#include "core/types/error.h"

namespace cleave {

struct ZipArchive::Impl {};

ZipArchive::ZipArchive(const std::filesystem::path& file) {
  throw Error(file.string() + " cannot be read by a training-only build: use a full build of Cleave.");
}
ZipArchive::~ZipArchive() = default;
std::vector<std::string> ZipArchive::entries() const {
  return {};
}
bool ZipArchive::has(const std::string&) const {
  return false;
}
std::vector<std::byte> ZipArchive::read(const std::string&, std::uint64_t) const {
  return {};
}

}  // namespace cleave
