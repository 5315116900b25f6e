// SPDX-License-Identifier: GPL-3.0-or-later
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "app/cli/command.h"
#include "app/cli/metrics_file.h"
#include "app/cli/policy/policy_task.h"
#include "app/cli/policy/training_evaluation.h"
#include "app/cli/progress.h"
#include "core/system/atomic_file.h"
#include "core/types/error.h"

namespace cleave::cli {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kBetweenCheckpoints = std::chrono::seconds(5);

struct Options {
  TaskOptions task;
  std::string algorithm = "sac-d";
  std::optional<std::int64_t> steps;
  std::vector<std::string> settings;
  std::string out;
  std::string metrics;
  std::string snapshot;  ///< file
  bool restart = false;
};

nlohmann::ordered_json progressJson(const learn::TrainingProgress& progress, const learn::Recipe& recipe) {
  nlohmann::ordered_json json{{"step", progress.step},
                              {"steps", progress.steps},
                              {"return", progress.reward * static_cast<double>(recipe.training.episode)},
                              {"reward", progress.reward},
                              {"violation_rate", progress.violations}};
  for (const auto& [name, value] : progress.metrics) json[name] = value;
  json["elapsed_s"] = progress.elapsedS;
  json["eta_s"] = progress.etaS;
  return json;
}

std::string detailOf(const learn::TrainingProgress& progress) {
  char text[96];
  std::snprintf(text, sizeof text, "reward %.3f, violations %.1f %%", progress.reward, 100 * progress.violations);
  std::string detail = text;
  for (const char* name : {"entropy", "temperature", "critic_loss", "actor_loss"}) {
    const auto found = progress.metrics.find(name);
    if (found == progress.metrics.end()) continue;
    std::string label = name;
    std::ranges::replace(label, '_', ' ');
    std::snprintf(text, sizeof text, ", %s %.3g", label.c_str(), found->second);
    detail += text;
  }
  return detail;
}

/// A training with its checkpoint, its metrics and what is shown of it.
class Run {
 public:
  Run(const Context& context, const Options& options, const learn::Recipe& recipe)
      : context_(context),
        recipe_(recipe),
        checkpoint_(options.out + ".checkpoint"),
        task_(taskFor(options.task)),
        training_(task_, recipe, context.seed) {
    std::error_code failed;
    if (options.restart) std::filesystem::remove(checkpoint_, failed);
    if (std::filesystem::exists(checkpoint_, failed)) {
      training_.resume(checkpoint_);
      std::cerr << "Resuming from the checkpoint at step " << training_.step() << ".\n";
    }
    if (options.metrics.empty()) return;
    metrics_.emplace(options.metrics, training_.step());
    evaluator_.emplace(task_, recipe);
    if (metrics_->isEmpty()) metrics_->add(evaluator_->referencesLine());
  }

  learn::PolicyFile train() {
    written_ = Clock::now();
    try {
      training_.run([this](const learn::TrainingProgress& progress) { report(progress); }, context_.stop);
    } catch (const Cancelled&) {
      line_.finish();
      training_.writeCheckpoint(checkpoint_);
      throw Error("Stopped; progress is saved in " + checkpoint_.string() + ": run the same command again to resume.");
    } catch (const Error&) {
      line_.finish();
      if (training_.step() > 0) training_.writeCheckpoint(checkpoint_);  // as of the last round that was sound
      throw;
    }
    line_.finish();
    return training_.policy(context_.commandLine);
  }
  void removeCheckpoint() const {
    std::error_code ignored;
    std::filesystem::remove(checkpoint_, ignored);
  }
  [[nodiscard]] const learn::TrainingProgress& last() const { return last_; }

 private:
  void report(const learn::TrainingProgress& progress) {
    last_ = progress;
    auto json = progressJson(progress, recipe_);
    if (context_.json) printLine(json.dump());
    if (metrics_) {
      if (evaluator_->isDue(progress.step)) addEvaluation(json);
      metrics_->add(json.dump());
    }
    line_.show("Training " + recipe_.algorithm,
               static_cast<double>(progress.step) / static_cast<double>(progress.steps), progress.etaS,
               detailOf(progress));
    if (Clock::now() - written_ < kBetweenCheckpoints) return;
    training_.writeCheckpoint(checkpoint_);
    written_ = Clock::now();
  }

  void addEvaluation(nlohmann::ordered_json& json) {
    const auto result =
        evaluator_->evaluate(std::make_shared<const learn::PolicyFile>(training_.policy(context_.commandLine)));
    json["judged_return"] = result.episodeReturn;
    json["judged_violation_rate"] = result.violationRate;
  }

  const Context& context_;
  learn::Recipe recipe_;
  std::filesystem::path checkpoint_;
  learn::PolicyTask task_;
  learn::PolicyTraining training_;
  std::optional<MetricsFile> metrics_;
  std::optional<TrainingEvaluator> evaluator_;  ///< where there are metrics
  ProgressLine line_;
  learn::TrainingProgress last_;
  Clock::time_point written_;
};

// Whoever stopped a training, or waits for one, has a policy of what it has learned so far.
int writeSnapshot(const Context& context, const Options& options, const learn::Recipe& recipe) {
  const std::filesystem::path checkpoint = options.out + ".checkpoint";
  std::error_code failed;
  if (!std::filesystem::exists(checkpoint, failed)) {
    throw Error(checkpoint.string() +
                " does not exist: --snapshot needs an unfinished training that has run for at least a few seconds.");
  }
  learn::PolicyTraining training(taskFor(options.task), recipe, context.seed);
  training.resume(checkpoint);
  const learn::PolicyFile policy = training.policy(context.commandLine);
  learn::writePolicyFile(options.snapshot, policy);
  const nlohmann::ordered_json json{{"policy", options.snapshot}, {"steps", policy.steps}};
  printLine(context.json ? json.dump()
                         : "Wrote " + options.snapshot + " from step " + std::to_string(policy.steps) + ".");
  return 0;
}

int train(const Context& context, const Options& options) {
  learn::Recipe recipe = learn::recipeFor(options.algorithm);
  for (const auto& setting : options.settings) learn::set(recipe, setting);
  if (options.steps) learn::set(recipe, "steps=" + std::to_string(*options.steps));
  if (!options.snapshot.empty()) return writeSnapshot(context, options, recipe);
  requireWritable(options.out);
  Run run(context, options, recipe);
  const learn::PolicyFile policy = run.train();
  learn::writePolicyFile(options.out, policy);
  run.removeCheckpoint();
  const auto& last = run.last();
  const nlohmann::ordered_json json{{"policy", options.out},
                                    {"algorithm", recipe.algorithm},
                                    {"model", policy.provenance.model},
                                    {"seed", context.seed},
                                    {"steps", policy.steps},
                                    {"reward", last.reward},
                                    {"violation_rate", last.violations},
                                    {"elapsed_s", last.elapsedS},
                                    {"checksum", learn::checksumOf(policy.weights)}};
  printLine(context.json ? json.dump()
                         : "Wrote " + options.out + ": " + std::to_string(policy.steps) + " steps in " +
                               durationText(last.elapsedS) + ", checksum " + learn::checksumOf(policy.weights) + ".");
  return 0;
}

}  // namespace

void addPolicyTrain(const Command& policy, Context& context) {
  const auto options = std::make_shared<Options>();
  const Command command = addCommand(policy, context, "train", "train a policy in simulation and write it to a file",
                                     [&context, options] { return train(context, *options); });
  std::string names;
  for (const auto& name : learn::algorithmNames()) names += (names.empty() ? "" : ", ") + name;
  command.addOption("--algorithm", options->algorithm, "learning algorithm: " + names).showDefault();
  addTaskOptions(command, options->task);
  command.option("--scenario").required();
  command.addOption("--out", options->out, "policy file to write, *.cleavepolicy").required();
  command.addOption("--steps", options->steps, "training steps (requests); default: the algorithm's");
  command.addOption("--set", options->settings, "KEY=VALUE: override a hyperparameter; repeatable");
  command.addOption(
      "--metrics", options->metrics,
      "write training metrics to this file as JSON lines; the first line has the results of the oracle and "
      "rule-based policies, and 20 evaluations without exploration are spread over the training");
  command.addOption(
      "--snapshot", options->snapshot,
      "do not train, but write the policy in this training's checkpoint to this file; the training may be "
      "running");
  command.addFlag("--restart", options->restart, "start over: delete the checkpoint of an earlier training");
}

}  // namespace cleave::cli
