// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "app/jobs/job_pool.h"

namespace cleave {

struct SlurmOptions {
  std::filesystem::path folder;        ///< for scripts, Slurm's own log and the record of what was submitted
  std::vector<std::string> arguments;  ///< for sbatch: "--partition=short"
  int atOnce = 0;                      ///< tasks of one array that may run at once; 0: as many as Slurm gives
  std::chrono::milliseconds poll{2000};
};

/// The same as runJobs(), as Slurm job arrays of one-core tasks; the jobs' programs and files must be there under the
/// same paths on all nodes. Waits until all have left the queue. Jobs that an earlier call submitted and that are still
/// in the queue are waited for, not submitted again, so that a killed launcher does no harm.
/// @returns the jobs that left the queue without a result
/// @throws Cancelled when stopped, after scancel of all that is in the queue; a program of Slurm's that hangs is ended
/// @throws Error with Slurm's own words where sbatch fails, or squeue does so many times in a row, and when stopped
/// while scancel hangs
std::vector<JobFailure> runOnSlurm(const std::vector<Job>& jobs, const SlurmOptions& options,
                                   const JobProgressCallback& progress = {}, const std::stop_token& stop = {});

}  // namespace cleave
