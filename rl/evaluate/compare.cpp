// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/evaluate/compare.h"

#include <set>

#include "core/types/error.h"
#include "rl/evaluate/normalised_score.h"
#include "rl/policies/baseline_policies.h"

namespace cleave {
namespace {

constexpr std::uint64_t kBootstrapSeed = 1;
constexpr double kFixedShare = 0.4;  // of the time goes into the best fixed decision

void check(const ComparisonPlan& plan) {
  if (plan.seeds.empty()) throw UsageError("A comparison needs at least one seed.");
  std::set<std::string> names{"best-fixed", "oracle"};
  for (const auto& policy : plan.policies) {
    if (!names.insert(policy.name).second) {
      throw UsageError("Policy '" + policy.name +
                       "' appears twice in the comparison: remove one (best-fixed and oracle are always included).");
    }
  }
}

ComparisonRow rowOf(const NamedPolicy& policy, const std::vector<Course>& courses,
                    const std::vector<std::uint64_t>& seeds, std::vector<double>& means,
                    const std::function<void(double)>& progress) {
  RequestStatistics all;
  for (std::size_t i = 0; i < seeds.size(); ++i) {
    const RequestStatistics statistics = rollout(policy.make, courses[i], seeds[i]);
    means.push_back(statistics.meanReward());
    all.add(statistics);
    progress(static_cast<double>(i + 1) / static_cast<double>(seeds.size()));
  }
  ComparisonRow row;
  row.policy = policy.name;
  row.requests = all.requests();
  row.meanReward = all.meanReward();
  row.reward = bootstrapIqm({means}, kBootstrapSeed);
  row.accuracy = all.meanAccuracy();
  row.meanMs = all.meanMs();
  row.p50Ms = all.latencyMs(0.5);
  row.p95Ms = all.latencyMs(0.95);
  row.p99Ms = all.latencyMs(0.99);
  row.latencyCurve = all.latencyCurve();
  row.violations = all.violations();
  row.uplinkBytes = all.meanBytes();
  row.gaveUpShare = all.gaveUpShare();
  row.decisions = all.decisions();
  return row;
}

}  // namespace

Comparison compare(const ComparisonPlan& plan) {
  check(plan);
  std::vector<Course> courses;
  for (const auto seed : plan.seeds) {
    courses.push_back({plan.table, reseeded(plan.settings(seed), seed), plan.requests, plan.reward});
  }
  const int fixed = bestFixed(courses, [&](double done) { plan.progress(kFixedShare * done); }).decision;

  std::vector<NamedPolicy> policies = plan.policies;
  policies.insert(policies.begin(), {"best-fixed", [fixed](const SimulatedEnvironment&, std::uint64_t) {
                                       return std::make_unique<FixedPolicy>(fixed);
                                     }});
  policies.push_back({"oracle", ruledPolicy("oracle", plan.reward)});

  Comparison comparison;
  comparison.bestFixed = plan.table->at(fixed).decision;
  std::vector<std::vector<double>> means;  // by policy, then by seed
  for (const auto& policy : policies) {
    const double before = static_cast<double>(comparison.rows.size());
    const auto progress = [&](double done) {
      plan.progress(kFixedShare + (1 - kFixedShare) * (before + done) / static_cast<double>(policies.size()));
    };
    comparison.rows.push_back(rowOf(policy, courses, plan.seeds, means.emplace_back(), progress));
  }
  for (std::size_t i = 0; i < policies.size(); ++i) {
    auto& row = comparison.rows[i];
    for (std::size_t s = 0; s < plan.seeds.size(); ++s) {
      row.scores.push_back(normalisedScore(means[i][s], means.front()[s], means.back()[s]));
    }
    row.score = bootstrapIqm({row.scores}, kBootstrapSeed);
    row.gain = pairedDifference(means[i], means.front());
  }
  return comparison;
}

}  // namespace cleave
