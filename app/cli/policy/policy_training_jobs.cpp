// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/policy/policy_training_jobs.h"

#include <system_error>

#include "app/cli/progress.h"
#include "app/jobs/job_pool.h"
#include "core/types/error.h"

namespace cleave::cli {
namespace {

struct TrainingJob {
  std::string algorithm;
  std::uint64_t seed = 1;
  learn::Provenance provenance;
  std::filesystem::path file;
};

// The file's name says all that the policy follows from, so that no policy of other conditions is taken for it.
std::filesystem::path fileFor(const std::filesystem::path& folder, const std::string& scenario,
                              const learn::Provenance& provenance) {
  return folder / (scenario + '-' + provenance.algorithm + "-seed" + std::to_string(provenance.seed) + '-' +
                   digestOf(provenance) + ".cleavepolicy");
}

std::vector<TrainingJob> trainingJobsOf(const PolicyTrainingJobs& plan, const learn::PolicyTask& task) {
  std::vector<TrainingJob> trainings;
  for (const auto& algorithm : plan.algorithms) {
    learn::Recipe recipe = learn::recipeFor(algorithm);
    if (plan.steps) learn::set(recipe, "steps=" + std::to_string(*plan.steps));
    learn::Provenance provenance = learn::provenanceOf(task, recipe, 0);
    for (const auto seed : plan.seeds) {
      provenance.seed = seed;
      trainings.push_back({algorithm, seed, provenance, fileFor(plan.folder, task.scenario.name, provenance)});
    }
  }
  return trainings;
}

Job jobOf(const TrainingJob& training, const PolicyTrainingJobs& plan) {
  Job job;
  job.name = training.algorithm + ", seed " + std::to_string(training.seed);
  job.argv = {std::filesystem::read_symlink("/proc/self/exe").string(),
              "policy",
              "train",
              "--algorithm",
              training.algorithm,
              "--seed",
              std::to_string(training.seed),
              "--out",
              training.file.string()};
  for (const auto& argument : argumentsFor(plan.task)) job.argv.push_back(argument);
  if (!plan.task.traces.empty()) job.argv.emplace_back("--trace");
  for (const auto& trace : plan.task.traces) job.argv.push_back(trace);
  if (plan.steps) {
    job.argv.emplace_back("--steps");
    job.argv.push_back(std::to_string(*plan.steps));
  }
  job.result = training.file;
  return job;
}

}  // namespace

std::map<std::string, PolicyBySeed> trainAll(const Context& context, const PolicyTrainingJobs& plan,
                                             const learn::PolicyTask& task) {
  std::error_code failed;
  std::filesystem::create_directories(plan.folder, failed);
  if (failed)
    throw Error(plan.folder.string() + " cannot be created (" + failed.message() + "): choose another folder.");
  const auto trainings = trainingJobsOf(plan, task);
  std::vector<Job> jobs;
  for (const auto& training : trainings) jobs.push_back(jobOf(training, plan));
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
  for (const auto& training : trainings) {
    auto policy = std::make_shared<const learn::PolicyFile>(learn::readPolicyFile(training.file));
    if (const auto differs = firstDifference(policy->provenance, training.provenance); !differs.empty()) {
      throw Error(training.file.string() + " belongs to a different training (its " + differs +
                  " differs): delete it or choose another folder.");
    }
    trained[training.algorithm][training.seed] = std::move(policy);
  }
  return trained;
}

}  // namespace cleave::cli
