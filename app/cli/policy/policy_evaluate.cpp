// SPDX-License-Identifier: GPL-3.0-or-later
#include <iostream>
#include <memory>
#include <optional>

#include "app/cli/command.h"
#include "app/cli/policy/evaluation.h"
#include "app/cli/policy/policy_task.h"
#include "app/common/trained_policies.h"
#include "core/types/error.h"
#include "rl/environment/scenario_text.h"
#include "rl/learn/any_policy.h"
#include "rl/learn/learned_policy.h"
#include "rl/policies/make_policy.h"

namespace cleave::cli {
namespace {

struct Options {
  TaskOptions task;
  EvaluationOptions evaluation;
  std::string policy;
};

// The file behind "FILE" or "ALGORITHM:FILE"; nullptr for a rule's name.
std::shared_ptr<const learn::PolicyFile> fileOf(const std::string& text) {
  std::error_code failed;
  const bool named = learn::namesPolicyFile(text);
  if (!named && !std::filesystem::exists(text, failed) && text.find('/') == std::string::npos &&
      !text.ends_with(".cleavepolicy")) {
    return nullptr;
  }
  return std::make_shared<const learn::PolicyFile>(
      learn::readPolicyFile(named ? text.substr(text.find(':') + 1) : text));
}

int evaluate(const Context& context, const Options& options) {
  const std::string policy = resolvedPolicy(options.policy);
  const auto file = policy.starts_with("fixed:") ? nullptr : fileOf(policy);
  std::optional<Scenario> own;
  if (file && options.task.scenario.empty()) {
    own = parseScenario(file->provenance.scenario, "The scenario in " + options.policy);
  }
  const learn::PolicyTask task = taskFor(options.task, own ? &*own : nullptr);
  if (file && file->shape == learn::NetShape::Flat && file->provenance.device != task.device) {
    std::cerr << "cleave-cli: this policy was trained for device " << file->provenance.device
              << " but is evaluated on device " << task.device << ", whose layer times differ.\n";
  }
  const std::string text = file && !learn::namesPolicyFile(policy) ? "policy:" + policy : policy;
  learn::makeAnyPolicy(text, {*task.table, task.scenario.reward, context.seed, task.model});  // whether it fits
  const PolicyFactory make = [&](const SimulatedEnvironment& environment,
                                 std::uint64_t seed) -> std::unique_ptr<Policy> {
    if (file) return std::make_unique<learn::LearnedPolicy>(file, environment.table(), task.model);
    return makePolicy(text, {environment.table(), task.scenario.reward, seed, task.model});
  };
  try {
    evaluateAndPrint(context, options.evaluation, task, {{file ? file->provenance.algorithm : text, make}});
  } catch (const Cancelled&) {
    throw Error("Stopped; nothing was saved.");
  }
  return 0;
}

}  // namespace

void addPolicyEvaluate(const Command& policy, Context& context) {
  const auto options = std::make_shared<Options>();
  const Command command = addCommand(policy, context, "evaluate",
                                     "evaluate a policy and compare it with the best fixed decision and the oracle",
                                     [&context, options] { return evaluate(context, *options); });
  command
      .addOption("policy", options->policy,
                 "policy file, *.cleavepolicy, or a rule-based policy: greedy, fixed:E/P/B, ...")
      .required();
  addTaskOptions(command, options->task);
  command.option("--scenario")
      .setHelp(command.option("--scenario").help() + "; default: the scenario the policy was trained in");
  addEvaluationOptions(command, options->evaluation);
}

}  // namespace cleave::cli
