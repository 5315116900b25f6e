// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/bench/bench.h"
#include "app/cli/policy/policy_task.h"
#include "app/cli/progress.h"
#include "app/common/find_model.h"
#include "app/common/trained_policies.h"
#include "app/experiment/live_recovery.h"
#include "core/bundle/bundle.h"
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
  bool live = false;
  LiveRecoveryPlan plan;
  Pulse own{0, 2, 0, 0, 1};  ///< asked for in place of the standard ones; start 0: nothing was
};

std::vector<Pulse> pulsesOf(const Options& options) {
  const Pulse& own = options.own;
  if (own.deviceLoad > 0 || own.edgeLoad > 0 || own.linkFactor < 1) {
    return {{10, own.seconds, own.deviceLoad, own.edgeLoad, own.linkFactor}};
  }
  auto pulses = standardPulses();
  // Each takes as long as it says, so only the highest.
  if (options.live) {
    std::erase_if(pulses, [](const Pulse& pulse) {
      return pulse.linkFactor > 0.01 && pulse.deviceLoad < kMostLoad && pulse.edgeLoad < kMostLoad;
    });
  }
  return pulses;
}

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

void print(const Context& context, const std::string& policy, const Pulse& pulse, const LiveRecovery& recovery) {
  const auto most = [](const std::map<std::string, double>& shares) {
    const auto found = std::ranges::max_element(shares, {}, [](const auto& each) { return each.second; });
    return found == shares.end() ? std::string("-") : found->first;
  };
  if (context.json) {
    nlohmann::ordered_json line{{"policy", policy},
                                {"scenario", "constant"},
                                {"pulse", toText(pulse)},
                                {"recovery_s", nullptr},
                                {"live", true},
                                {"requests", recovery.requests},
                                {"before", recovery.before},
                                {"in_pulse", recovery.inPulse},
                                {"after_2s", recovery.after}};
    if (recovery.recoveryS >= 0) line["recovery_s"] = recovery.recoveryS;
    return printLine(line.dump());
  }
  char text[200];
  char took[16] = "never";
  if (recovery.recoveryS >= 0) std::snprintf(took, sizeof took, "%.1f s", recovery.recoveryS);
  std::snprintf(text, sizeof text, "%-14s %-38s %7s   mostly %s, in the pulse %s, after it %s", policy.c_str(),
                toText(pulse).c_str(), took, most(recovery.before).c_str(), most(recovery.inPulse).c_str(),
                most(recovery.after).c_str());
  printLine(text);
}

int benchLive(const Context& context, const Options& options) {
  LiveRecoveryPlan plan = options.plan;
  plan.model = std::make_shared<const Model>(
      readBundle(options.model.empty() ? findDefaultModel() : std::filesystem::path(options.model)));
  plan.seed = context.seed;
  ProgressLine progress;
  const auto pulses = pulsesOf(options);
  const double all = static_cast<double>(options.policies.size() * pulses.size());
  double done = 0;
  for (const auto& policy : options.policies) {
    for (const Pulse& pulse : pulses) {
      plan.policy = policy == kShipped ? "trained:demo" : policy;
      plan.pulse = pulse;
      progress.show("Recovery, live", done++ / all, -1, plan.policy + ", " + toText(pulse));
      print(context, plan.policy, pulse, measureLiveRecovery(plan, context.stop));
    }
  }
  return 0;
}

int benchRecovery(const Context& context, const Options& options) {
  if (options.live) return benchLive(context, options);
  const auto scenarios = options.scenarios.empty() ? scenarioNames() : options.scenarios;
  for (const auto& name : scenarios) (void)findScenario(name);
  const auto pulses = pulsesOf(options);
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
  command.addFlag("--live", options->live,
                  "real runs with a local agent, on a constant link and under a constant load but for the pulse");
  command.addOption("--edge-load", options->own.edgeLoad, "a pulse of your own: load of the edge")
      .range(0.0, kMostLoad);
  command.addOption("--device-load", options->own.deviceLoad, "the same: load of the device").range(0.0, kMostLoad);
  command.addOption("--link-factor", options->own.linkFactor, "the same: what the link's rate is multiplied by")
      .range(0.0001, 1.0);
  command.addOption("--seconds", options->own.seconds, "the same: its length").range(0.1, 60.0).showDefault();
  command.addOption("--mbps", options->plan.mbps, "live: rate of the link").range(0.01, 1e4).showDefault();
  command.addOption("--rtt", options->plan.rttMs, "live: round trip of the link, ms").range(0.0, 1e4).showDefault();
  command.addOption("--rate", options->plan.perSecond, "live: requests per second").range(0.1, 1e3).showDefault();
  command.addOption("--target", options->plan.targetMs, "live: latency target, ms").range(1.0, 6e4).showDefault();
  command.addOption("--environments", options->environments, "simulated environments per pulse")
      .range(1, 10000)
      .showDefault();
}

}  // namespace cleave::cli
