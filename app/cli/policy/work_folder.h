// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <string>

#include "core/types/error.h"

namespace cleave::cli {

/// The folder that the user named, or a temporary one that goes with this object.
class WorkFolder {
 public:
  /// @param named empty: a temporary one
  /// @throws Error with `otherwise` when none can be made
  explicit WorkFolder(const std::string& named, const char* otherwise) : path_(named), temporary_(named.empty()) {
    if (!temporary_) return;
    std::string name = (std::filesystem::temp_directory_path() / "cleave-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw Error(otherwise);
    path_ = name;
  }
  ~WorkFolder() {
    std::error_code ignored;
    if (temporary_) std::filesystem::remove_all(path_, ignored);
  }
  WorkFolder(const WorkFolder&) = delete;
  WorkFolder& operator=(const WorkFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  bool temporary_;
};

}  // namespace cleave::cli
