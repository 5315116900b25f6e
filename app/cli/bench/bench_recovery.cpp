// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/bench/bench.h"
#include "app/cli/policy/policy_task.h"
#include "app/cli/progress.h"
#include "app/common/trained_policies.h"
#include "core/types/error.h"
#include "rl/evaluate/recovery.h"
#include "rl/learn/any_policy.h"
#include "rl/learn/learned_policy.h"

namespace cleave::cli {
namespace {

constexpr const char* kShipped = "trained";  // of each scenario its own

struct Options {
  std::string model;
  std::vector<std::string> scenarios;
  std::vector<std::string> policies{"greedy", "greedy-safe", "edgent", "neurosurgeon", kShipped};
  int environments = 20;
};

PolicyFactory factoryOf(const std::string& text, const learn::PolicyTask& task) {
  const std::string resolved = resolvedPolicy(text);
  const auto file = learn::policyFileOf(resolved);
  return [file, resolved, &task](const SimulatedEnvironment& environment, std::uint64_t seed) {
    if (file) return std::unique_ptr<Policy>(new learn::LearnedPolicy(file, environment.table(), task.model));
    return learn::makeAnyPolicy(resolved, {environment.table(), task.scenario.reward, seed, task.model});
  };
}

void print(const Context& context, const std::string& policy, const std::string& scenario, const Pulse& pulse,
           const Recovery& recovery) {
  if (context.json) {
    nlohmann::ordered_json line{{"policy", policy},
                                {"scenario", scenario},
                                {"pulse", toText(pulse)},
                                {"recovery_s", nullptr},
                                {"share_after_2s", recovery.shareAfter2S},
                                {"share_in_pulse", recovery.shareInPulse},
                                {"violations_after", recovery.violationsAfter},
                                {"violations_without", recovery.violationsWithout}};
    if (recovery.recoveryS >= 0) line["recovery_s"] = recovery.recoveryS;
    return printLine(line.dump());
  }
  char text[200];
  char took[16] = "never";
  if (recovery.recoveryS >= 0) std::snprintf(took, sizeof took, "%.1f s", recovery.recoveryS);
  std::snprintf(text, sizeof text, "%-22s %-12s %-38s %7s   %5.1f %% the same from 2 s on", policy.c_str(),
                scenario.c_str(), toText(pulse).c_str(), took, 100 * recovery.shareAfter2S);
  printLine(text);
}

int benchRecovery(const Context& context, const Options& options) {
  const auto scenarios = options.scenarios.empty() ? scenarioNames() : options.scenarios;
  for (const auto& name : scenarios) (void)findScenario(name);
  const auto pulses = standardPulses();
  ProgressLine progress;
  const double all = static_cast<double>(scenarios.size() * options.policies.size() * pulses.size());
  double done = 0;
  for (const auto& scenario : scenarios) {
    TaskOptions asked;
    asked.model = options.model;
    asked.scenario = scenario;
    const learn::PolicyTask task = taskFor(asked);
    for (const auto& name : options.policies) {
      const std::string policy = name == kShipped ? "trained:" + task.scenario.name : name;
      const PolicyFactory make = factoryOf(policy, task);
      for (const Pulse& pulse : pulses) {
        if (context.stop.stop_requested()) throw Error("Stopped; the lines that were printed are complete.");
        progress.show("Recovery", done++ / all, -1, policy + ", " + task.scenario.name);
        print(context, policy, task.scenario.name, pulse,
              measureRecovery(make, task.table, task.scenario, pulse, options.environments, context.seed));
      }
    }
  }
  return 0;
}

}  // namespace

void addBenchRecovery(const Command& bench, Context& context) {
  const auto options = std::make_shared<Options>();
  const Command command = addCommand(
      bench, context, "recovery",
      "seconds until a policy decides as it would without a disturbance, for pulses of load and of a slow link",
      [&context, options] { return benchRecovery(context, *options); });
  command.addOption("--model", options->model, "bundle, *.cleavemodel; default: the built-in model");
  command.addOption("--scenario", options->scenarios, "scenario names or files; default: all built-in scenarios");
  command.addOption("--policy", options->policies, "policies; trained stands for the shipped policy of each scenario")
      .showDefault();
  command.addOption("--environments", options->environments, "simulated environments per pulse")
      .range(1, 10000)
      .showDefault();
}

}  // namespace cleave::cli
