// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/bundle/zip_archive.h"
#include "core/types/network_description.h"

namespace cleave {

/// One tensor of a state dict, as its pickle describes it; sizes in elements.
struct TorchTensor {
  std::string storage;  ///< key of the storage's entry
  bool half = false;    ///< float16, else float32
  std::int64_t storageSize = 0;
  std::int64_t offset = 0;
  Shape shape;
  std::vector<std::int64_t> strides;
};

/// A state dict as torch.save has written it since PyTorch 1.6: a zip with a pickle of the tensors' shapes and one
/// plain entry a storage. Read as data, nothing is executed.
class TorchFile {
 public:
  /// Reads names and shapes.
  /// @throws Error with one sentence: missing, no zip, the format before PyTorch 1.6, big-endian, no state dict of
  /// float32 or float16 tensors, or a pickle that asks for more than such a dict needs
  explicit TorchFile(const std::filesystem::path& file);

  [[nodiscard]] const std::map<std::string, TorchTensor>& tensors() const { return tensors_; }
  /// The values in C order. @throws Error when there is no such tensor of that shape, or it lies outside its storage
  [[nodiscard]] std::vector<float> values(const std::string& name, const Shape& shape) const;

 private:
  std::string name_;
  ZipArchive archive_;
  std::string folder_;  ///< within the zip, ending in '/'
  std::map<std::string, TorchTensor> tensors_;
};

}  // namespace cleave
