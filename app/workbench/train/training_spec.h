// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "ui/train/training_types.h"

namespace cleave::workbench {

/// One training as its folder keeps it (job.json).
struct TrainingSpec {
  ui::TrainingKind kind = ui::TrainingKind::Policy;
  std::string name;
  std::string group;
  std::string what;                    ///< for people
  std::vector<std::string> arguments;  ///< of cleave-cli, without --out and --metrics, which follow from the folder
  std::string result;                  ///< name of the file that the training writes, without a folder
  int threads = 1;                     ///< cores that it takes
};

std::string toJson(const TrainingSpec& spec);
/// @throws Error saying what is wrong with the text
TrainingSpec trainingSpecFromJson(const std::string& text);

/// One training a seed. @param defaultModel what an empty model stands for, absolute
std::vector<TrainingSpec> specsOf(const ui::TrainingRequest& request, const std::string& defaultModel);

}  // namespace cleave::workbench
