// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/evaluate/rollout.h"

#include <limits>

#include "core/types/error.h"
#include "core/types/random.h"
#include "rl/policies/make_policy.h"
#include "rl/policies/oracle_policy.h"

namespace cleave {
namespace {

void check(const Course& course) {
  if (course.settings.empty()) throw Error("There is nothing to evaluate in: specify at least one link.");
  if (course.requests < 1) throw Error("An evaluation needs at least one request in each environment.");
}

double sumOfRewards(int decision, const Course& course) {
  double sum = 0;
  for (const auto& setting : course.settings) {
    SimulatedEnvironment environment(course.table, setting.conditions, setting.options);
    for (int i = 0; i < course.requests; ++i) {
      const StepResult result = environment.step(decision);
      sum += course.reward(result.accuracy, result.latencyMs, setting.options.targetMs);
    }
  }
  return sum;
}

}  // namespace

PolicyFactory ruledPolicy(const std::string& text, const Reward& reward) {
  if (text == "oracle") {
    return [reward](const SimulatedEnvironment& environment, std::uint64_t) {
      return std::make_unique<OraclePolicy>(environment, reward);
    };
  }
  return [text, reward](const SimulatedEnvironment& environment, std::uint64_t seed) {
    return makePolicy(text, {environment.table(), reward, seed});
  };
}

std::vector<Setting> reseeded(std::vector<Setting> settings, std::uint64_t seed) {
  for (auto& setting : settings) setting.options.seed = SplitMix(setting.options.seed, seed).next();
  return settings;
}

RequestStatistics rollout(const PolicyFactory& make, const Course& course, std::uint64_t seed) {
  check(course);
  RequestStatistics statistics;
  for (const auto& setting : course.settings) {
    SimulatedEnvironment environment(course.table, setting.conditions, setting.options);
    const auto policy = make(environment, seed);
    for (int i = 0; i < course.requests; ++i) {
      const double targetMs = environment.observation().targetMs;
      const int decision = policy->decide(environment.observation());
      if (decision < 0 || decision >= course.table->size()) {
        throw Error("A policy chose decision " + std::to_string(decision) + " of a model that has only " +
                    std::to_string(course.table->size()) + ": the policy is for another model.");
      }
      const StepResult result = environment.step(decision);
      statistics.add(decision, result, course.reward(result.accuracy, result.latencyMs, targetMs), targetMs);
    }
  }
  return statistics;
}

FixedScore bestFixed(const std::vector<Course>& courses, const std::function<void(double)>& progress) {
  if (courses.empty()) throw Error("There is nothing to evaluate in: specify at least one link.");
  double requests = 0;
  for (const auto& course : courses) {
    check(course);
    requests += static_cast<double>(course.settings.size()) * course.requests;
  }
  const DecisionTable& table = *courses.front().table;
  FixedScore best{-1, -std::numeric_limits<double>::infinity()};
  for (int i = 0; i < table.size(); ++i) {
    if (!table.at(i).useful) continue;
    double sum = 0;
    for (const auto& course : courses) sum += sumOfRewards(i, course);
    progress(static_cast<double>(i + 1) / table.size());
    if (best.decision < 0 || sum / requests > best.meanReward) best = {i, sum / requests};
  }
  if (best.decision < 0)
    throw Error("No decision of this model has a measured accuracy: run 'cleave-cli model evaluate --table' first.");
  return best;
}

}  // namespace cleave
