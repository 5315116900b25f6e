// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/cli/command.h"
#include "app/cli/policy/policy_task.h"

namespace cleave::cli {

/// Which trainings a comparison needs: every algorithm with every seed.
struct PolicyTrainingJobs {
  std::vector<std::string> algorithms;
  std::vector<std::uint64_t> seeds;
  TaskOptions task;  ///< its traces are those to train on
  std::optional<std::int64_t> steps;
  std::filesystem::path folder;  ///< for the policies; those that are there already are not trained again
  int atOnce = 0;                ///< processes; 0: all cores
};

using PolicyBySeed = std::map<std::uint64_t, std::shared_ptr<const learn::PolicyFile>>;

/// Trains what is missing, each training a `cleave-cli policy train` of its own with one thread.
/// @param task what plan.task comes to
/// @returns by algorithm
/// @throws Error when one fails, Cancelled; what was trained until then stays in the folder
std::map<std::string, PolicyBySeed> trainAll(const Context& context, const PolicyTrainingJobs& plan,
                                             const learn::PolicyTask& task);

}  // namespace cleave::cli
