// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/statistics/estimate.h"
#include "rl/evaluate/rollout.h"

namespace cleave {

struct NamedPolicy {
  std::string name;
  PolicyFactory make;
};

struct ComparisonPlan {
  std::shared_ptr<const DecisionTable> table;
  /// The environments of one seed: the same traces for each, or links drawn from it. Their noise is reseeded by
  /// compare().
  std::function<std::vector<Setting>(std::uint64_t seed)> settings;
  int requests = 500;  ///< in each setting
  Reward reward;
  std::vector<std::uint64_t> seeds;
  std::vector<NamedPolicy> policies;  ///< compare() adds "best-fixed" and "oracle" by itself
  /// How far it is, 0..1, often. What it throws ends the comparison.
  std::function<void(double done)> progress = [](double) {};
};

/// One policy over all seeds. Means, quantiles and shares are over all requests.
struct ComparisonRow {
  std::string policy;
  std::uint64_t requests = 0;
  double meanReward = 0;
  Estimate reward;  ///< interquartile mean over the seeds' mean rewards, bootstrap interval
  /// The same of the seeds' normalised scores; NaN where the oracle is not above the best fixed decision.
  Estimate score;
  std::vector<double> scores;  ///< one a seed
  /// How much the seeds' mean rewards are above those of best-fixed in the same environments.
  Estimate gain;
  double accuracy = 0;  ///< expected, 0..1
  double meanMs = 0;    ///< latencies
  double p50Ms = 0;
  double p95Ms = 0;
  double p99Ms = 0;
  std::vector<QuantilePoint> latencyCurve;  ///< milliseconds, see quantileCurve()
  Proportion violations;                    ///< later than the target
  double uplinkBytes = 0;                   ///< a request
  double gaveUpShare = 0;
  std::vector<std::uint64_t> decisions;  ///< how often each was taken, by index in the table
};

struct Comparison {
  Decision bestFixed;               ///< in hindsight over all seeds
  std::vector<ComparisonRow> rows;  ///< best-fixed, the plan's policies in their order, oracle
};

/// Runs all policies through the same environments, seed by seed, so that they differ by nothing but their decisions. A
/// seed's score is measured against the best fixed decision and the oracle in that seed's environments.
/// @throws UsageError for a plan without seeds, or two policies of one name
Comparison compare(const ComparisonPlan& plan);

}  // namespace cleave
