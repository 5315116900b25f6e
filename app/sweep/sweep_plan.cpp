// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sweep/sweep_plan.h"

#include <algorithm>
#include <filesystem>

#include "rl/environment/text_lines.h"
#include "rl/learn/algorithms.h"

namespace cleave {
namespace {

std::vector<std::vector<std::string>> settingsOf(const SweepPlan& plan, const std::string& algorithm) {
  const learn::Recipe recipe = learn::recipeFor(algorithm);
  std::vector<std::vector<std::string>> all{{}};
  for (const auto& [key, values] : plan.settings) {
    if (!learn::hasSetting(recipe, key)) continue;
    std::vector<std::vector<std::string>> longer;
    for (const auto& some : all) {
      for (const auto& value : values) {
        longer.push_back(some);
        longer.back().push_back(key + '=' + value);
      }
    }
    all = std::move(longer);
  }
  return all;
}

}  // namespace

std::string SweepCase::name() const {
  const auto stem = [](const std::string& file) { return std::filesystem::path(file).stem().string(); };
  std::string name = stem(conditions.scenario) + ", " + stem(conditions.model);
  if (!conditions.device.empty()) name += ", " + stem(conditions.device);
  if (conditions.deviceSpeed != 1) name += ", speed " + numberText(conditions.deviceSpeed);
  if (conditions.targetMs > 0) name += ", " + numberText(conditions.targetMs) + " ms";
  name += ", " + entrant.algorithm;
  if (entrant.steps > 0) name += ", " + std::to_string(entrant.steps) + " steps";
  for (const auto& setting : entrant.settings) name += ", " + setting;
  return name + ", seed " + std::to_string(seed);
}

std::vector<SweepConditions> conditionsOf(const SweepPlan& plan) {
  const auto devices = plan.devices.empty() ? std::vector<std::string>{""} : plan.devices;
  const auto targets = plan.targetsMs.empty() ? std::vector<double>{0} : plan.targetsMs;
  std::vector<SweepConditions> all;
  for (const auto& scenario : plan.scenarios) {
    for (const auto& model : plan.models) {
      for (const auto& device : devices) {
        for (const double speed : plan.deviceSpeeds) {
          for (const double target : targets) all.push_back({scenario, model, device, speed, target});
        }
      }
    }
  }
  return all;
}

std::vector<SweepEntrant> entrantsOf(const SweepPlan& plan) {
  const auto steps = plan.steps.empty() ? std::vector<std::int64_t>{0} : plan.steps;
  std::vector<SweepEntrant> all{{kReferences, 0, {}}};
  for (const auto& algorithm : plan.algorithms) {
    if (!learn::isAlgorithm(algorithm)) {
      all.push_back({algorithm, 0, {}});
      continue;
    }
    for (const auto count : steps) {
      for (const auto& settings : settingsOf(plan, algorithm)) all.push_back({algorithm, count, settings});
    }
  }
  return all;
}

double jobCount(const SweepPlan& plan) {
  const auto times = [](std::size_t choices) { return static_cast<double>(std::max<std::size_t>(choices, 1)); };
  double entrants = 1;  // the references
  for (const auto& algorithm : plan.algorithms) {
    double one = 1;
    if (learn::isAlgorithm(algorithm)) {
      const learn::Recipe recipe = learn::recipeFor(algorithm);
      one = times(plan.steps.size());
      for (const auto& [key, values] : plan.settings) one *= learn::hasSetting(recipe, key) ? times(values.size()) : 1;
    }
    entrants += one;
  }
  return entrants * times(plan.scenarios.size()) * times(plan.models.size()) * times(plan.devices.size()) *
         times(plan.deviceSpeeds.size()) * times(plan.targetsMs.size()) * times(plan.seeds.size());
}

std::vector<SweepCase> casesOf(const SweepPlan& plan) {
  const auto entrants = entrantsOf(plan);
  std::vector<SweepCase> cases;
  for (const auto& conditions : conditionsOf(plan)) {
    for (const auto& entrant : entrants) {
      for (const auto seed : plan.seeds) cases.push_back({conditions, entrant, seed});
    }
  }
  return cases;
}

}  // namespace cleave
