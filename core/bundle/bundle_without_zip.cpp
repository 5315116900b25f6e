// SPDX-License-Identifier: GPL-3.0-or-later
// Bundles on a machine that only trains: always folders.
#include "core/bundle/bundle.h"
#include "core/bundle/bundle_folder.h"

namespace cleave {

Model readBundle(const std::filesystem::path& file) {
  return readBundleFolder(file);
}
std::string readCard(const std::filesystem::path& file) {
  return readCardFolder(file);
}
void writeBundle(const std::filesystem::path& file, const Model& model, const std::string& card) {
  writeBundleFolder(file, model, card);
}

}  // namespace cleave
