// SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "app/cli/policy/policy_task.h"
#include "app/cli/progress.h"
#include "app/jobs/slurm.h"
#include "app/sweep/sweep_folder.h"
#include "app/sweep/sweep_table.h"
#include "app/sweep/sweep_text.h"
#include "core/system/atomic_file.h"
#include "core/types/error.h"
#include "rl/policies/make_policy.h"
#ifdef CLEAVE_WITH_FIGURES
#include "app/cli/policy/sweep_figure.h"
#endif

namespace cleave::cli {
namespace {

struct Options {
  std::string file;
  std::string out;
  std::string launcher = "local";
  int jobs = 0;
  std::vector<std::string> sbatch;
  double pollS = 2;
};

// What would otherwise fail in every job: models, profiles, rules.
void tryEveryTask(const SweepPlan& plan) {
  SweepPlan once = plan;
  // One is enough: they were checked as numbers already.
  if (!once.targetsMs.empty()) once.targetsMs.erase(once.targetsMs.begin() + 1, once.targetsMs.end());
  for (const auto& conditions : conditionsOf(once)) {
    TaskOptions options;
    options.model = conditions.model;
    options.scenario = conditions.scenario;
    if (conditions.targetMs > 0) options.targetMs = conditions.targetMs;
    options.device = conditions.device;
    options.machines = {.device = "", .edge = plan.edge, .deviceSpeed = conditions.deviceSpeed};
    const learn::PolicyTask task = taskFor(options);
    for (const auto& algorithm : plan.algorithms) {
      if (!learn::isAlgorithm(algorithm)) makePolicy(algorithm, {*task.table, task.scenario.reward, 1, task.model});
    }
  }
}

std::vector<JobFailure> launch(const Context& context, const Options& options, const SweepFolder& folder,
                               const std::vector<Job>& jobs) {
  ProgressLine line;
  const auto show = [&](const JobProgress& progress) {
    line.show("Sweep", progress.share(), progress.etaS, progress.text());
  };
  if (options.launcher == "local") return runJobs(jobs, {.atOnce = options.jobs}, show, context.stop);
  SlurmOptions slurm;
  slurm.folder = folder.path();
  slurm.arguments = options.sbatch;
  slurm.atOnce = options.jobs;
  slurm.poll = std::chrono::milliseconds(static_cast<int>(options.pollS * 1000));
  return runOnSlurm(jobs, slurm, show, context.stop);
}

void writeText(const std::filesystem::path& file, const std::string& text) {
  writeFileAtomically(file, std::as_bytes(std::span(text)));
}

// Returns what was written, for people.
std::string gather(const Context& context, const SweepPlan& plan, const SweepFolder& folder) {
  const auto rows = sweepTable(plan, folder.results());
  if (rows.empty()) return "nothing";
  std::string written = "table.csv and table.jsonl";
  writeText(folder.path() / "table.csv", toCsv(rows));
  const std::string lines = toJsonLines(rows);
  writeText(folder.path() / "table.jsonl", lines);
#ifdef CLEAVE_WITH_FIGURES
  if (writeSweepFigure(rows, folder.path())) written = "table.csv, table.jsonl and scores.pdf";
#endif
  std::string text = context.json ? lines : toTable(rows);
  text.pop_back();  // printLine() ends it
  printLine(text);
  return written;
}

int sweep(const Context& context, const Options& options) {
  if (options.launcher != "slurm" && !options.sbatch.empty()) {
    throw UsageError("--sbatch needs --launcher slurm: add it, or omit --sbatch.");
  }
  const SweepPlan plan = readSweep(options.file);
  tryEveryTask(plan);
  const SweepFolder folder(
      options.out.empty() ? std::filesystem::path(options.file).stem().string() + "-sweep" : options.out, plan);
  const auto jobs = folder.jobs(std::filesystem::read_symlink("/proc/self/exe"));
  const auto before = std::count_if(jobs.begin(), jobs.end(), isDone);
  std::cerr << "Sweep of " << jobs.size() << " jobs in " << folder.path().string();
  if (before > 0) std::cerr << ", " << before << " already done";
  std::cerr << ".\n";
  std::vector<JobFailure> failures;
  try {
    failures = launch(context, options, folder, jobs);
  } catch (const Cancelled&) {
    throw Error("Stopped; progress is saved in " + folder.path().string() + ": run the same command again to resume.");
  }
  const std::string written = gather(context, plan, folder);
  if (context.json) {
    printLine(nlohmann::ordered_json{{"summary", true},
                                     {"out", folder.path().string()},
                                     {"jobs", jobs.size()},
                                     {"done_before", before},
                                     {"failed", failures.size()}}
                  .dump());
  }
  for (const auto& failure : failures) {
    if (failures.size() > 1) std::cerr << failure.reason << '\n';
  }
  if (!failures.empty()) throw Error(failureText(failures, jobs.size()));
  std::cerr << "Wrote " << written << " to " << folder.path().string() << ".\n";
  return 0;
}

}  // namespace

void addSweep(const Command& app, Context& context) {
  const auto options = std::make_shared<Options>();
  const Command command =
      addCommand(app, context, "sweep",
                 "train and evaluate all combinations of scenarios, algorithms, seeds and settings in parallel jobs",
                 [&context, options] { return sweep(context, *options); });
  command
      .addOption(
          "file", options->file,
          "sweep file with lines 'key = value, value': lists to combine are scenarios, algorithms, seeds (1-10), "
          "and optionally models, devices, device_speeds, targets, steps, set.KEY; common to all jobs are "
          "requests, worlds, edge_profile, traces, train_traces")
      .required();
  command.addOption("--out", options->out,
                    "output folder for results, table and figure; an existing one is resumed; default: FILE-sweep");
  command
      .addOption("--launcher", options->launcher, "where to run the jobs: local (this machine) or slurm (job arrays)")
      .oneOf({"local", "slurm"})
      .showDefault();
  command.addOption("--jobs", options->jobs, "parallel jobs; 0: one per core, or no limit with Slurm")
      .range(0, 100000)
      .showDefault();
  command
      .addOption("--sbatch", options->sbatch,
                 "extra argument for sbatch, such as --sbatch=--partition=short; repeatable")
      .oneValueEach();
  command.addOption("--poll", options->pollS, "Slurm polling interval in seconds").range(0.05, 3600.0).showDefault();
}

}  // namespace cleave::cli
