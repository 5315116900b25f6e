// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <iostream>
#include <memory>
#include <optional>
#include <set>

#include "app/cli/command.h"
#include "app/cli/policy/evaluation.h"
#include "app/cli/policy/policy_task.h"
#include "app/cli/policy/policy_training_jobs.h"
#include "app/cli/policy/work_folder.h"
#include "app/common/trained_policies.h"
#include "app/sweep/trace_split.h"
#include "core/types/error.h"
#include "rl/learn/any_policy.h"
#include "rl/learn/learned_policy.h"
#include "rl/policies/make_policy.h"

namespace cleave::cli {
namespace {

struct Options {
  TaskOptions task;
  EvaluationOptions evaluation{10, 250};
  std::vector<std::string> policies;
  std::vector<std::string> trainTraces;
  std::optional<std::int64_t> steps;
  std::string work;
  int jobs = 0;
};

std::vector<std::string> allPolicies() {
  std::vector<std::string> names = policyForms();
  std::erase_if(names, [](const std::string& form) { return form.starts_with("fixed:"); });
  for (const auto& name : learn::algorithmNames()) names.push_back(name);
  return names;
}

std::string unknownPolicy(const std::string& name) {
  std::string known;
  for (const auto& one : allPolicies()) known += one + ", ";
  return "'" + name.substr(0, 256) + "' is not a policy: choose " + known +
         "fixed:E/P/B, or a trained policy as trained:SCENARIO or ALGORITHM:FILE.";
}

PolicyFactory learnedPolicy(const PolicyBySeed& bySeed, const std::string& model) {
  return [bySeed, model](const SimulatedEnvironment& environment, std::uint64_t seed) {
    return std::make_unique<learn::LearnedPolicy>(bySeed.at(seed), environment.table(), model);
  };
}

PolicyFactory givenPolicy(const std::string& name, const learn::PolicyTask& task) {
  const std::string text = resolvedPolicy(name);
  const Reward reward = task.scenario.reward;
  if (!learn::namesPolicyFile(text)) return ruledPolicy(text, reward);
  learn::makeAnyPolicy(text, {*task.table, reward, 1, task.model});  // whether it fits
  const auto file = std::make_shared<const learn::PolicyFile>(learn::readPolicyFile(text.substr(text.find(':') + 1)));
  return [file, model = task.model](const SimulatedEnvironment& environment, std::uint64_t) {
    return std::make_unique<learn::LearnedPolicy>(file, environment.table(), model);
  };
}

int compare(const Context& context, Options options) {
  if (options.policies.empty()) options.policies = allPolicies();
  std::erase_if(options.policies, [](const auto& name) { return name == "best-fixed" || name == "oracle"; });
  std::ranges::transform(options.policies, options.policies.begin(), learn::currentAlgorithm);
  PolicyTrainingJobs trainings;
  for (const auto& name : options.policies) {
    if (learn::isAlgorithm(name)) trainings.algorithms.push_back(name);
  }
  auto& evaluationTraces = options.task.traces;
  if (splitTraces(evaluationTraces, options.trainTraces, !trainings.algorithms.empty())) {
    std::cerr << "Training on every second trace (" << options.trainTraces.size() << "), evaluating on the other "
              << evaluationTraces.size() << ".\n";
  }
  const learn::PolicyTask task = taskFor(options.task);
  std::set<std::string> seen;
  for (const auto& name : options.policies) {
    if (!seen.insert(name).second) throw UsageError("Policy '" + name + "' is listed twice: remove one.");
    if (learn::isAlgorithm(name) || learn::namesPolicyFile(resolvedPolicy(name))) continue;
    if (!makeRuledPolicy(name, {*task.table, {}, 1})) throw UsageError(unknownPolicy(name));
  }
  const WorkFolder folder(options.work,
                          "Cannot create a temporary folder for the trainings: choose a folder with --work.");
  std::map<std::string, PolicyBySeed> trained;
  try {
    if (!trainings.algorithms.empty()) {
      trainings.seeds = seedsOf(context, options.evaluation);
      trainings.task = options.task;
      trainings.task.traces = options.trainTraces;
      trainings.steps = options.steps;
      trainings.folder = folder.path();
      trainings.atOnce = options.jobs;
      trained = trainAll(context, trainings, taskFor(trainings.task));
    }
    std::vector<NamedPolicy> policies;
    for (const auto& name : options.policies) {
      const auto found = trained.find(name);
      policies.push_back(
          {name, found != trained.end() ? learnedPolicy(found->second, task.model) : givenPolicy(name, task)});
    }
    evaluateAndPrint(context, options.evaluation, task, std::move(policies));
  } catch (const Cancelled&) {
    throw Error(options.work.empty() ? "Stopped; nothing was saved: use --work DIR to keep the trained policies."
                                     : "Stopped; the trainings are saved in " + options.work +
                                           ": run the same command again to resume.");
  }
  return 0;
}

}  // namespace

void addPolicyCompare(const Command& policy, Context& context) {
  const auto options = std::make_shared<Options>();
  const Command command = addCommand(
      policy, context, "compare",
      "train every learned policy with every seed and evaluate all policies in unseen simulated "
      "conditions; --json: one line per policy, with latency_quantiles over all seeds as pairs [percent, ms]",
      [&context, options] { return compare(context, *options); });
  addTaskOptions(command, options->task);
  command.option("--scenario").required();
  addEvaluationOptions(command, options->evaluation);
  command
      .addOption("--policies", options->policies,
                 "policies to compare, comma-separated; default: all rule-based and learned policies")
      .delimiter(',');
  command.addOption("--train-trace", options->trainTraces,
                    "traces to train on, --trace being those to evaluate on; default: every second one of --trace");
  command.addOption("--steps", options->steps,
                    "training steps (requests) per learned policy; default: the algorithm's");
  command.addOption("--work", options->work, "folder for the trained policies; policies already in it are reused");
  command.addOption("--jobs", options->jobs, "parallel trainings; 0: one per core").range(0, 4096).showDefault();
}

}  // namespace cleave::cli
