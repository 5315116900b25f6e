// SPDX-License-Identifier: GPL-3.0-or-later
// Bundles on a machine that only trains: always folders.
#include "core/bundle/bundle.h"
#include "core/bundle/bundle_folder.h"
#include "core/system/atomic_file.h"

namespace cleave {

Model readBundle(const std::filesystem::path& file) {
  return readBundleFolder(file);
}
std::string readCard(const std::filesystem::path& file) {
  return readCardFolder(file);
}
void requireBundleWritable(const std::filesystem::path& file) {
  std::error_code none;
  requireWritable(std::filesystem::is_directory(file, none) ? file / "manifest.json" : file);
}

void writeBundle(const std::filesystem::path& file, const Model& model, const std::string& card) {
  writeBundleFolder(file, model, card);
}

}  // namespace cleave
