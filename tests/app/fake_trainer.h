// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

#include "app/workbench/train/training_spec.h"

namespace cleave::test {

/// fake_cleave_cli.sh, which behaves as cleave-cli does in a training, as a program in this folder.
inline std::filesystem::path fakeTrainer(const std::filesystem::path& folder) {
  const auto file = folder / "fake-cleave-cli";
  std::filesystem::copy_file(CLEAVE_SOURCE_DIR "/tests/app/fake_cleave_cli.sh", file);
  std::filesystem::permissions(file, std::filesystem::perms::owner_all);
  return file;
}

/// @param mode of the script: work, crash or fail
inline workbench::TrainingSpec fakeSpec(const std::string& name, const std::string& mode = "work",
                                        const std::string& group = {}) {
  workbench::TrainingSpec spec;
  spec.name = name;
  spec.group = group.empty() ? name : group;
  spec.what = "sac-d · lte-drive";
  spec.arguments = {"policy", "train", mode};
  spec.result = name + ".cleavepolicy";
  return spec;
}

}  // namespace cleave::test
