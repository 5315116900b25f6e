// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "rl/environment/env_sampler.h"
#include "rl/evaluate/request_statistics.h"
#include "rl/policies/policy.h"

namespace cleave {

/// What policies are evaluated on: `requests` in each setting.
struct Course {
  std::shared_ptr<const DecisionTable> table;
  std::vector<Setting> settings;
  int requests = 500;
  Reward reward;
};

/// Makes a policy for one environment, which outlives it. Called once a setting, with the course's seed: that of a
/// random policy, or of the training that made a learned one.
using PolicyFactory =
    std::function<std::unique_ptr<Policy>(const SimulatedEnvironment& environment, std::uint64_t seed)>;

/// One of policyForms() or "oracle", ready for any environment.
/// @throws UsageError, when an environment is at hand, for any other text
PolicyFactory ruledPolicy(const std::string& text, const Reward& reward);

/// The same settings with the noise (and Poisson arrivals) of another seed.
std::vector<Setting> reseeded(std::vector<Setting> settings, std::uint64_t seed);

/// Runs one policy through the whole course. The same course and seed give the same requests, to the bit.
/// @throws Error when the course has no settings or no requests, or the policy decides beyond the table
RequestStatistics rollout(const PolicyFactory& make, const Course& course, std::uint64_t seed);

struct FixedScore {
  int decision = 0;  ///< index in the table's decision space
  double meanReward = 0;
};
/// The decision that would have had the best mean reward over all courses, had it been taken always: every useful one
/// is run. Ties go to the lower index. @throws Error where there is nothing to run
/// @param progress how far it is, 0..1; what it throws ends it
FixedScore bestFixed(
    const std::vector<Course>& courses, const std::function<void(double)>& progress = [](double) {});

}  // namespace cleave
