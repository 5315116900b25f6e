// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sweep/sweep_text.h"

#include <algorithm>
#include <set>

#include "app/common/find_model.h"
#include "app/sweep/sweep_lists.h"
#include "app/sweep/trace_split.h"
#include "core/types/error.h"
#include "rl/environment/scenario.h"
#include "rl/environment/scenario_reader.h"
#include "rl/environment/text_lines.h"
#include "rl/learn/algorithms.h"
#include "rl/learn/legacy_names.h"
#include "rl/policies/make_policy.h"

namespace cleave {
namespace {

constexpr std::size_t kMostBytes = 1 << 20;
constexpr std::size_t kMostJobs = 1'000'000;

using detail::Limits;

// The learners' numbers, each once, but for those that have a list of their own.
std::vector<std::string> settingKeys() {
  std::vector<std::string> keys;
  for (const auto& algorithm : learn::algorithmNames()) {
    const std::string text = learn::toText(learn::recipeFor(algorithm));
    for (std::size_t begin = 0; begin < text.size();) {
      const auto end = std::min(text.find(' ', begin), text.size());
      const std::string key = text.substr(begin, text.find('=', begin) - begin);
      if (key != "steps" && std::ranges::find(keys, key) == keys.end()) keys.push_back(key);
      begin = end + 1;
    }
  }
  return keys;
}

void checkAlgorithms(const SweepPlan& plan, const std::string& where) {
  for (const auto& name : plan.algorithms) {
    const auto forms = policyForms();
    const bool rule = name.starts_with("fixed:") || std::ranges::find(forms, name) != forms.end();
    if (rule || learn::isAlgorithm(name)) continue;
    std::string known;
    for (const auto& one : learn::algorithmNames()) known += one + ", ";
    for (const auto& one : forms) known += one + (&one == &forms.back() ? "" : ", ");
    throw Error(where + ": algorithms has " + inQuotes(name) + ", which is not one of " + known + ".");
  }
}

void checkSettings(const SweepPlan& plan, const std::string& where) {
  for (const auto& [key, values] : plan.settings) {
    bool used = false;
    for (const auto& algorithm : plan.algorithms) {
      if (!learn::isAlgorithm(algorithm)) continue;
      const learn::Recipe own = learn::recipeFor(algorithm);
      if (!learn::hasSetting(own, key)) continue;
      used = true;
      for (const auto& value : values) {
        learn::Recipe recipe = own;
        try {
          learn::set(recipe, key + '=' + value);
        } catch (const Error& error) {
          throw Error(where + ": " + error.what());
        }
      }
    }
    if (!used) throw Error(where + ": set." + key + " does not apply to any algorithm of this sweep: remove it.");
  }
}

void checkTraces(SweepPlan& plan, const std::string& where) {
  const bool learners = std::ranges::any_of(plan.algorithms, learn::isAlgorithm);
  try {
    splitTraces(plan.traces, plan.trainTraces, learners);
  } catch (const Error& error) {
    throw Error(where + ": " + error.what());
  }
}

void checkSize(const SweepPlan& plan, const std::string& where) {
  const double jobs = jobCount(plan);
  if (jobs > static_cast<double>(kMostJobs)) {
    throw Error(where + " defines " + numberText(jobs) + " jobs, but a sweep can have at most " +
                std::to_string(kMostJobs) + ": shorten its lists.");
  }
}

}  // namespace

SweepPlan parseSweep(std::string_view text, const std::string& where, const std::filesystem::path& folder) {
  bool empty = true;
  std::set<std::string> settings;  // keys as written: errors list all keys that were asked for
  forEachLine(text, [&](std::string_view line, int) {
    empty = false;
    if (line.starts_with("set.")) settings.emplace(trimmed(line.substr(4, line.find('=') - 4)));
  });
  if (empty) throw Error(where + " is empty: a sweep needs scenarios, algorithms and seeds.");
  detail::ScenarioReader reader(text, where, folder);
  const SweepLists lists(reader, where, folder);
  SweepPlan plan;
  const auto shipped = scenarioNames();
  const auto scenarios = lists.texts("scenarios");
  const auto algorithms = lists.texts("algorithms");
  const auto seeds = lists.texts("seeds");
  plan.models = lists.files("models", {});
  plan.devices = lists.filesOrNames("devices");
  if (auto speeds = lists.numbers("device_speeds", {0, 1000, true}); !speeds.empty()) plan.deviceSpeeds = speeds;
  plan.targetsMs = lists.numbers("targets", {0, 60e3, true});
  for (const double count : lists.numbers("steps", {1, 1e9, false, false})) {
    plan.steps.push_back(static_cast<std::int64_t>(count));
  }
  for (const auto& key : settings.empty() ? std::vector<std::string>{} : settingKeys()) {
    const std::string old = learn::legacy::oldName(learn::legacy::kSettings, key);
    const bool writtenOld = old != key && settings.contains(old);
    if (writtenOld && settings.contains(key)) {
      throw Error(where + ": set." + old + " is the earlier name of set." + key + ": remove one of them.");
    }
    // Kept as written, so that a sweep which began under the earlier name is still the same sweep.
    const std::string& name = writtenOld ? old : key;
    if (auto values = lists.texts("set." + name); !values.empty()) plan.settings.emplace_back(name, std::move(values));
  }
  if (const auto edge = lists.filesOrNames("edge_profile"); !edge.empty()) plan.edge = edge.front();
  plan.traces = lists.files("traces", {});
  plan.trainTraces = lists.files("train_traces", {});
  reader.value("requests", plan.requests, {1, 1e6});
  reader.value("worlds", plan.worlds, {1, 1e4});
  reader.finish();
  lists.require("scenarios", scenarios, "lte-drive, wifi-office");
  lists.require("algorithms", algorithms, "sac-d, greedy-safe");
  lists.require("seeds", seeds, "1-10");
  plan.scenarios = lists.files("scenarios", shipped);
  plan.algorithms = algorithms;
  std::erase_if(plan.algorithms, [](const auto& name) { return name == "best-fixed" || name == "oracle"; });
  plan.seeds = lists.seeds("seeds");
  if (plan.models.empty()) plan.models = {std::filesystem::absolute(findDefaultModel()).string()};
  checkAlgorithms(plan, where);
  checkSettings(plan, where);
  checkTraces(plan, where);
  checkSize(plan, where);
  return plan;
}

SweepPlan readSweep(const std::filesystem::path& file) {
  return parseSweep(readTextFile(file, kMostBytes, "sweep"), file.string(),
                    std::filesystem::absolute(file).parent_path());
}

std::string toText(const SweepPlan& plan) {
  std::string text;
  const auto add = [&](const std::string& key, const auto& values, auto&& show) {
    if (values.empty()) return;
    text += key + " = ";
    for (std::size_t i = 0; i < values.size(); ++i) text += (i == 0 ? "" : ", ") + show(values[i]);
    text += '\n';
  };
  const auto same = [](const std::string& value) { return value; };
  const auto number = [](auto value) { return numberText(static_cast<double>(value)); };
  add("scenarios", plan.scenarios, same);
  add("algorithms", plan.algorithms.empty() ? std::vector<std::string>{"best-fixed"} : plan.algorithms, same);
  add("seeds", plan.seeds, [](std::uint64_t seed) { return std::to_string(seed); });
  add("models", plan.models, same);
  add("devices", plan.devices, same);
  add("device_speeds", plan.deviceSpeeds, number);
  add("targets", plan.targetsMs, number);
  add("steps", plan.steps, number);
  for (const auto& [key, values] : plan.settings) add("set." + key, values, same);
  text += "edge_profile = " + plan.edge + '\n';
  add("traces", plan.traces, same);
  add("train_traces", plan.trainTraces, same);
  return text + "requests = " + std::to_string(plan.requests) + "\nworlds = " + std::to_string(plan.worlds) + '\n';
}

}  // namespace cleave
