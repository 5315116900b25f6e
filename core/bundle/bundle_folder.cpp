// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bundle/bundle_folder.h"

#include <cstring>
#include <fstream>

#include "core/system/atomic_file.h"
#include "core/types/error.h"

namespace cleave {
namespace {

// The file's bytes if it has at most `limit`.
std::string readBounded(const std::filesystem::path& file, std::uintmax_t limit) {
  std::error_code failed;
  const auto size = std::filesystem::file_size(file, failed);
  if (failed) throw Error(file.string() + " cannot be read: check that the folder is a complete model bundle.");
  if (size > limit)
    throw Error(file.string() + " is too large for a model bundle: check that it belongs to this bundle.");
  std::string bytes(size, '\0');
  std::ifstream in(file, std::ios::binary);
  in.read(bytes.data(), static_cast<std::streamsize>(size));
  if (static_cast<std::uintmax_t>(in.gcount()) != size)
    throw Error(file.string() + " could not be read completely: check the disk.");
  return bytes;
}

void write(const std::filesystem::path& file, std::string_view text) {
  writeFileAtomically(file, std::as_bytes(std::span(text)));
}

}  // namespace

bool isBundleFolder(const std::filesystem::path& place) {
  std::error_code none;
  return std::filesystem::is_regular_file(place / "manifest.json", none);
}

Model readBundleFolder(const std::filesystem::path& folder) {
  Model model;
  model.manifest = manifestFromJson(readBounded(folder / "manifest.json", 1 << 20), folder.string());
  const std::string weights = readBounded(folder / "weights.bin", model.manifest.weightsBytes);
  model.weights.resize(weights.size());
  std::memcpy(model.weights.data(), weights.data(), weights.size());
  verifyWeights(model, folder.string());
  return model;
}

std::string readCardFolder(const std::filesystem::path& folder) {
  return std::filesystem::exists(folder / "card.md") ? readBounded(folder / "card.md", 1 << 20) : std::string();
}

void writeBundleFolder(const std::filesystem::path& folder, const Model& model, const std::string& card) {
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (failed) throw Error(folder.string() + " cannot be created: check the path and free disk space.");
  write(folder / "manifest.json", toJson(model.manifest));
  writeFileAtomically(folder / "weights.bin", model.weights);
  write(folder / "card.md", card);
}

}  // namespace cleave
