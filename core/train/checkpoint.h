// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "core/network/weights.h"
#include "core/types/error.h"

// For core/train's sources only.
namespace cleave {

/// A training as it stands before step `step`. On disk: one line of JSON, then the tensors as plain float32.
struct Checkpoint {
  std::string fingerprint;  ///< of everything that must not change when a training goes on
  std::int64_t step = 0;
  NamedTensors tensors;
};

/// What to say of a checkpoint that cannot be taken up.
Error unusableCheckpoint(const std::filesystem::path& file, const std::string& why);

void saveCheckpoint(const std::filesystem::path& file, const Checkpoint& checkpoint);
/// nullopt when there is none. @throws Error when the file is damaged
std::optional<Checkpoint> loadCheckpoint(const std::filesystem::path& file);

}  // namespace cleave
