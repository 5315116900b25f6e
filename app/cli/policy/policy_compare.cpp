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

namespace cleave::cli {
namespace {

struct Options {
  TaskOptions task;
  EvaluationOptions judge{10, 250};
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
  return "'" + name.substr(0, 256) + "' is not a policy to compare: choose " + known +
         "fixed:E/P/B, or a trained one as trained:SCENARIO or ALGORITHM:FILE.";
}

PolicyFactory pupil(const PolicyBySeed& bySeed, const std::string& model) {
  return [bySeed, model](const SimulatedEnvironment& world, std::uint64_t seed) {
    return std::make_unique<learn::LearnedPolicy>(bySeed.at(seed), world.table(), model);
  };
}

PolicyFactory ready(const std::string& name, const learn::PolicyTask& task) {
  const std::string text = resolvedPolicy(name);
  const Reward reward = task.scenario.reward;
  if (!learn::namesPolicyFile(text)) return ruledPolicy(text, reward);
  learn::makeAnyPolicy(text, {*task.table, reward, 1, task.model});  // whether it fits
  const auto file = std::make_shared<const learn::PolicyFile>(learn::readPolicyFile(text.substr(text.find(':') + 1)));
  return [file, model = task.model](const SimulatedEnvironment& world, std::uint64_t) {
    return std::make_unique<learn::LearnedPolicy>(file, world.table(), model);
  };
}

int compare(const Context& context, Options options) {
  if (options.policies.empty()) options.policies = allPolicies();
  std::erase_if(options.policies, [](const auto& name) { return name == "best-fixed" || name == "oracle"; });
  PolicyTrainingJobs trainingJobs;
  for (const auto& name : options.policies) {
    if (learn::isAlgorithm(name)) trainingJobs.algorithms.push_back(name);
  }
  auto& judged = options.task.traces;
  if (splitTraces(judged, options.trainTraces, !trainingJobs.algorithms.empty())) {
    std::cerr << "Training on " << options.trainTraces.size()
              << " of the traces (the first, third...), judging on the other " << judged.size() << ".\n";
  }
  const learn::PolicyTask task = taskFor(options.task);
  std::set<std::string> seen;
  for (const auto& name : options.policies) {
    if (!seen.insert(name).second) throw UsageError("Policy '" + name + "' is in the comparison twice: leave one out.");
    if (learn::isAlgorithm(name) || learn::namesPolicyFile(resolvedPolicy(name))) continue;
    if (!makeRuledPolicy(name, {*task.table, {}, 1})) throw UsageError(unknownPolicy(name));
  }
  const WorkFolder folder(options.work, "No temporary folder can be made for the trainings: name one with --work.");
  std::map<std::string, PolicyBySeed> trained;
  try {
    if (!trainingJobs.algorithms.empty()) {
      trainingJobs.seeds = seedsOf(context, options.judge);
      trainingJobs.task = options.task;
      trainingJobs.task.traces = options.trainTraces;
      trainingJobs.steps = options.steps;
      trainingJobs.folder = folder.path();
      trainingJobs.atOnce = options.jobs;
      trained = trainAll(context, trainingJobs, taskFor(trainingJobs.task));
    }
    std::vector<NamedPolicy> policies;
    for (const auto& name : options.policies) {
      const auto pupils = trained.find(name);
      policies.push_back({name, pupils != trained.end() ? pupil(pupils->second, task.model) : ready(name, task)});
    }
    evaluateAndPrint(context, options.judge, task, std::move(policies));
  } catch (const Cancelled&) {
    throw Error(options.work.empty()
                    ? "Stopped; nothing was kept: with --work DIR the trainings would have been."
                    : "Stopped; " + options.work + " keeps the trainings so far, and the same command goes on.");
  }
  return 0;
}

}  // namespace

void addPolicyCompare(CLI::App& policy, Context& context) {
  const auto options = std::make_shared<Options>();
  CLI::App* command =
      addCommand(policy, context, "compare",
                 "train every learner with every seed, and judge all policies in worlds that none has "
                 "seen; --json: a line a policy, and latency_quantiles in it are pairs [percent, ms] over all seeds",
                 [&context, options] { return compare(context, *options); });
  addTaskOptions(*command, options->task);
  command->get_option("--scenario")->required();
  addEvaluationOptions(*command, options->judge);
  command->add_option("--policies", options->policies, "a,b,c; default: all rules and all learners")->delimiter(',');
  command->add_option("--train-trace", options->trainTraces,
                      "traces to train on, --trace then being those to judge on; default: every second of --trace");
  command->add_option("--steps", options->steps, "requests that each learner learns from; default: the algorithm's");
  command->add_option("--work", options->work,
                      "keep the trained policies in this folder, and take those that are there");
  command->add_option("--jobs", options->jobs, "trainings at once; 0: one a core")
      ->check(CLI::Range(0, 4096))
      ->capture_default_str();
}

}  // namespace cleave::cli
