// SPDX-License-Identifier: GPL-3.0-or-later
#include <chrono>
#include <filesystem>
#include <memory>

#include "app/cli/command.h"
#include "app/cli/policy/policy_task.h"
#include "app/cli/progress.h"
#include "app/sweep/sweep_folder.h"
#include "core/system/atomic_file.h"
#include "core/types/error.h"
#include "rl/environment/env_sampler.h"
#include "rl/evaluate/rollout.h"
#include "rl/learn/learned_policy.h"
#include "rl/policies/baseline_policies.h"

namespace cleave::cli {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kBetweenCheckpoints = std::chrono::seconds(5);

/// One job of a sweep: trains, evaluates and writes the result.
class SweepJob {
 public:
  SweepJob(const Context& context, std::filesystem::path folder, std::size_t index)
      : context_(context), folder_(std::move(folder)), index_(index), plan_(planIn(folder_)) {
    const auto cases = casesOf(plan_);
    if (index_ >= cases.size()) {
      throw UsageError("The sweep in " + folder_.string() + " has jobs 0 to " + std::to_string(cases.size() - 1) +
                       ", but no job " + std::to_string(index_) + ".");
    }
    case_ = cases[index_];
    task_ = taskFor(optionsWith(plan_.traces));
    course_.table = task_.table;
    course_.settings = reseeded(
        EnvSampler(task_.scenario, task_.traces).evaluationGrid(case_.seed, static_cast<std::size_t>(plan_.worlds)),
        case_.seed);
    course_.requests = plan_.requests;
    course_.reward = task_.scenario.reward;
  }

  void run() {
    const auto file = resultFile(folder_, index_);
    SweepResult result;
    result.scenario = task_.scenario.name;
    result.model = task_.model;
    result.device = task_.device;
    result.targetMs = task_.scenario.targetMs;
    const std::string& algorithm = case_.entrant.algorithm;
    if (algorithm == kReferences) {
      evaluateReferences(result);
    } else if (learn::isAlgorithm(algorithm)) {
      result.score = evaluate(train(result));
    } else {
      result.score = evaluate(ruledPolicy(algorithm, course_.reward));
    }
    const std::string text = toJson(case_, result);
    writeFileAtomically(file, std::as_bytes(std::span(text)));
    std::error_code ignored;  // only now: judging takes its time, and a stop there must not cost the training
    std::filesystem::remove(checkpointFile(), ignored);
    printLine(context_.json ? text.substr(0, text.size() - 1) : "Wrote " + file.string() + ".");
  }

 private:
  [[nodiscard]] std::filesystem::path checkpointFile() const {
    auto file = policyFile(folder_, index_);
    return file += ".checkpoint";
  }

  [[nodiscard]] TaskOptions optionsWith(const std::vector<std::string>& traces) const {
    TaskOptions options;
    const SweepConditions& conditions = case_.conditions;
    options.model = conditions.model;
    options.scenario = conditions.scenario;
    options.traces = traces;
    if (conditions.targetMs > 0) options.targetMs = conditions.targetMs;
    options.device = conditions.device;
    options.machines.edge = plan_.edge;
    options.machines.deviceSpeed = conditions.deviceSpeed;
    return options;
  }

  [[nodiscard]] SweepScore evaluate(const PolicyFactory& policy) const {
    if (context_.stop.stop_requested()) throw Cancelled();
    return scoreOf(rollout(policy, course_, case_.seed));
  }

  void evaluateReferences(SweepResult& result) const {
    result.score = evaluate(ruledPolicy("oracle", course_.reward));
    for (int i = 0; i < task_.table->size(); ++i) {
      if (!task_.table->at(i).useful) continue;
      result.fixed.emplace_back(
          toText(task_.table->at(i).decision),
          evaluate([i](const SimulatedEnvironment&, std::uint64_t) { return std::make_unique<FixedPolicy>(i); }));
    }
  }

  PolicyFactory train(SweepResult& result) {
    learn::Recipe recipe = learn::recipeFor(case_.entrant.algorithm);
    for (const auto& setting : case_.entrant.settings) learn::set(recipe, setting);
    if (case_.entrant.steps > 0) learn::set(recipe, "steps=" + std::to_string(case_.entrant.steps));
    const learn::PolicyTask task = taskFor(optionsWith(plan_.trainTraces));
    learn::PolicyTraining training(task, recipe, case_.seed);
    const auto file = policyFile(folder_, index_);
    const auto checkpoint = checkpointFile();
    if (std::filesystem::exists(checkpoint)) training.resume(checkpoint);
    ProgressLine line;
    auto written = Clock::now();
    const auto report = [&](const learn::TrainingProgress& progress) {
      result.trainingS = progress.elapsedS;
      line.show("Training " + recipe.algorithm,
                static_cast<double>(progress.step) / static_cast<double>(progress.steps), progress.etaS);
      if (Clock::now() - written < kBetweenCheckpoints) return;
      training.writeCheckpoint(checkpoint);
      written = Clock::now();
    };
    try {
      training.run(report, context_.stop);
    } catch (const Cancelled&) {
      training.writeCheckpoint(checkpoint);
      throw;
    }
    line.finish();
    const auto policy = std::make_shared<const learn::PolicyFile>(training.policy(context_.commandLine));
    learn::writePolicyFile(file, *policy);
    result.checksum = learn::checksumOf(policy->weights);
    return [policy, model = task_.model](const SimulatedEnvironment& environment, std::uint64_t) {
      return std::make_unique<learn::LearnedPolicy>(policy, environment.table(), model);
    };
  }

  const Context& context_;
  std::filesystem::path folder_;
  std::size_t index_;
  SweepPlan plan_;
  SweepCase case_;
  learn::PolicyTask task_;
  Course course_;
};

}  // namespace

void addSweepJob(const Command& app, Context& context) {
  struct Options {
    std::string folder;
    std::size_t index = 0;
  };
  const auto options = std::make_shared<Options>();
  const Command command =
      addCommand(app, context, "sweep-job", "run one job of a sweep and write its result file; started by 'sweep'",
                 [&context, options] {
                   SweepJob(context, options->folder, options->index).run();
                   return 0;
                 });
  command.addOption("folder", options->folder, "output folder of the sweep").required();
  command.addOption("index", options->index, "index of the job, as in the name of its result file").required();
}

}  // namespace cleave::cli
