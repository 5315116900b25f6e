// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/policy/policy_training_jobs.h"

#include <system_error>

#include "app/cli/progress.h"
#include "app/jobs/job_pool.h"
#include "core/types/error.h"

namespace cleave::cli {
namespace {

struct Lesson {
  std::string algorithm;
  std::uint64_t seed = 1;
  learn::Provenance origin;
  std::filesystem::path file;
};

// The file's name says all that the policy follows from, so that no policy of other conditions is taken for it.
std::vector<Lesson> lessonsOf(const PolicyTrainingJobs& plan, const learn::PolicyTask& task) {
  std::vector<Lesson> lessons;
  for (const auto& algorithm : plan.algorithms) {
    learn::Recipe recipe = learn::recipeFor(algorithm);
    if (plan.steps) learn::set(recipe, "steps=" + std::to_string(*plan.steps));
    learn::Provenance origin = learn::originOf(task, recipe, 0);
    for (const auto seed : plan.seeds) {
      origin.seed = seed;
      const std::string name =
          task.scenario.name + '-' + algorithm + "-seed" + std::to_string(seed) + '-' + markOf(origin);
      lessons.push_back({algorithm, seed, origin, plan.folder / (name + ".cleavepolicy")});
    }
  }
  return lessons;
}

Job jobOf(const Lesson& lesson, const PolicyTrainingJobs& plan) {
  Job job;
  job.name = lesson.algorithm + ", seed " + std::to_string(lesson.seed);
  job.argv = {std::filesystem::read_symlink("/proc/self/exe").string(),
              "policy",
              "train",
              "--algorithm",
              lesson.algorithm,
              "--seed",
              std::to_string(lesson.seed),
              "--out",
              lesson.file.string()};
  for (const auto& argument : argumentsFor(plan.task)) job.argv.push_back(argument);
  if (!plan.task.traces.empty()) job.argv.emplace_back("--trace");
  for (const auto& trace : plan.task.traces) job.argv.push_back(trace);
  if (plan.steps) {
    job.argv.emplace_back("--steps");
    job.argv.push_back(std::to_string(*plan.steps));
  }
  job.result = lesson.file;
  return job;
}

}  // namespace

std::map<std::string, PolicyBySeed> trainAll(const Context& context, const PolicyTrainingJobs& plan,
                                             const learn::PolicyTask& task) {
  std::error_code failed;
  std::filesystem::create_directories(plan.folder, failed);
  if (failed)
    throw Error(plan.folder.string() + " cannot be created (" + failed.message() + "): choose another folder.");
  const auto lessons = lessonsOf(plan, task);
  std::vector<Job> jobs;
  for (const auto& lesson : lessons) jobs.push_back(jobOf(lesson, plan));
  ProgressLine line;
  JobPoolOptions options;
  options.atOnce = plan.atOnce;
  const auto failures = runJobs(
      jobs, options,
      [&](const JobProgress& progress) { line.show("Training", progress.share(), progress.etaS, progress.text()); },
      context.stop);
  line.finish();
  if (!failures.empty()) throw Error(failureText(failures, jobs.size()));
  std::map<std::string, PolicyBySeed> trained;
  for (const auto& lesson : lessons) {
    auto policy = std::make_shared<const learn::PolicyFile>(learn::readPolicyFile(lesson.file));
    if (const auto differs = firstDifference(policy->origin, lesson.origin); !differs.empty()) {
      throw Error(lesson.file.string() + " belongs to a different training (its " + differs +
                  " differs): delete it or choose another folder.");
    }
    trained[lesson.algorithm][lesson.seed] = std::move(policy);
  }
  return trained;
}

}  // namespace cleave::cli
