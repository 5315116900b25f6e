// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/cli/options.h"
#include "rl/learn/policy_training.h"
#include "rl/predict/machines.h"

namespace cleave::cli {

/// What the policy commands share: a model on two machines, and conditions.
struct TaskOptions {
  std::string model;     ///< empty: the default
  std::string scenario;  ///< name or file
  std::vector<std::string> traces;
  std::optional<double> targetMs;  ///< else the scenario's
  std::string device;              ///< empty: the scenario's
  MachineNames machines;
};

/// --model, --scenario, --trace, --target, --device, --edge-profile, --device-speed.
void addTaskOptions(const Command& command, TaskOptions& options);

/// Reads all of it. Another target moves the time after which a transfer is given up by the same factor.
/// @param own what stands for --scenario where it is not given; nullptr: it must be
/// @throws UsageError for a target that is no time or a scenario that is not given, Error when a file cannot be used
learn::PolicyTask taskFor(const TaskOptions& options, const Scenario* own = nullptr);

/// The same conditions and machines as arguments of another cleave-cli in the same folder, without the traces.
std::vector<std::string> argumentsFor(const TaskOptions& options);

std::vector<std::filesystem::path> pathsOf(const std::vector<std::string>& files);

}  // namespace cleave::cli
