// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "rl/evaluate/rollout.h"
#include "rl/learn/policy_training.h"

namespace cleave::cli {

/// Judges what a training has learned so far as it would be used: its best decisions, without exploration, in worlds
/// that no training sees, the same for every evaluation and every seed. What the learner earns while it explores says
/// less: a share of its decisions is random. An evaluation takes about a tenth of a second.
class TrainingEvaluator {
 public:
  TrainingEvaluator(const learn::PolicyTask& task, const learn::Recipe& recipe);

  /// The first line of the training's metrics, what the oracle and the rules come to:
  /// {"step": 0, "steps": N, "references": {"oracle": {"return": ..., "reward": ..., "violation_rate": ...}, ...}}.
  [[nodiscard]] std::string referencesLine() const;

  /// Twenty times in a training and a few times more at its beginning, where most is learned; and at its end.
  [[nodiscard]] bool isDue(std::int64_t step) const { return step >= next_ || step >= steps_; }

  struct Result {
    double episodeReturn = 0;
    double violationRate = 0;  ///< share of requests
  };
  Result evaluate(std::shared_ptr<const learn::PolicyFile> policy);

 private:
  Course course_;
  double episode_;  ///< requests
  std::int64_t steps_;
  std::int64_t next_ = 0;
};

}  // namespace cleave::cli
