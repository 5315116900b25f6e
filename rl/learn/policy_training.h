// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "rl/environment/env_sampler.h"
#include "rl/learn/algorithms.h"
#include "rl/learn/policy_file.h"
#include "rl/learn/training.h"

namespace cleave::learn {

/// What a policy is trained for.
struct PolicyTask {
  std::string model;  ///< its name
  std::shared_ptr<const DecisionTable> table;
  std::string device;  ///< names of the machines behind the table
  std::string edge;
  Scenario scenario;
  std::vector<std::filesystem::path> traces;  ///< in place of the scenario's link; may be empty
};

/// What a training of this task follows from. @throws Error when a trace cannot be read
Provenance provenanceOf(const PolicyTask& task, const Recipe& recipe, std::uint64_t seed);

/// One training from a task to a policy, with checkpoints.
class PolicyTraining {
 public:
  /// @throws Error when the scenario is not valid, a trace cannot be read, or the model has nothing to choose from
  PolicyTraining(const PolicyTask& task, const Recipe& recipe, std::uint64_t seed);
  PolicyTraining(const PolicyTraining&) = delete;
  PolicyTraining& operator=(const PolicyTraining&) = delete;

  /// As Training::run.
  void run(const std::function<void(const TrainingProgress&)>& report, const std::stop_token& stop) {
    training_.run(report, stop);
  }
  [[nodiscard]] std::int64_t step() const { return training_.step(); }
  /// As of the last whole round.
  void writeCheckpoint(const std::filesystem::path& file) const;
  /// @throws Error with one sentence when the file is damaged or of another training, naming what differs first
  void resume(const std::filesystem::path& checkpoint);
  /// What has been learned so far.
  [[nodiscard]] PolicyFile policy(const std::string& commandLine) const;
  [[nodiscard]] const Provenance& provenance() const { return provenance_; }

 private:
  Provenance provenance_;
  Recipe recipe_;
  std::shared_ptr<const DecisionTable> table_;
  ActionSpace actionSpace_;
  Encoding encoding_;
  std::unique_ptr<Learner> learner_;
  Training training_;
};

}  // namespace cleave::learn
