// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace cleave {

/// One program to run for one result file. The program writes the file beside its place and renames it, so that a file
/// that is there is whole: such a job is done, and is not run again.
struct Job {
  std::string name;               ///< for people: "lte-drive, sac-d, seed 3"
  std::vector<std::string> argv;  ///< the program first
  std::filesystem::path result;
};

/// Where what a job says on standard error is kept: the result's name with ".log". A file without a line goes with the
/// job's success.
std::filesystem::path logOf(const Job& job);

/// Whether its result is there.
bool isDone(const Job& job);

struct JobPoolOptions {
  int atOnce = 0;                         ///< processes; 0 = all cores
  std::chrono::milliseconds grace{3000};  ///< from SIGTERM to SIGKILL when the pool is stopped
};

struct JobProgress {
  int total = 0;
  int done = 0;  ///< with a result, those of earlier runs included
  int failed = 0;
  int running = 0;
  double etaS = -1;  ///< seconds left; negative = not known yet

  /// "7 of 10 done, 2 running, 1 failed", for a progress line
  [[nodiscard]] std::string text() const;
  /// 0..1
  [[nodiscard]] double share() const { return total == 0 ? 1.0 : static_cast<double>(done + failed) / total; }
};

struct JobFailure {
  std::string job;
  std::string reason;  ///< one sentence that names the job, quotes the last line of its log and says where that is
};

/// One sentence about all failures: how many of how many, and the first one's reason. Empty where there are none.
std::string failureText(const std::vector<JobFailure>& failures, std::size_t jobs);

/// Why a job whose program ended has failed: its end, and its log's last line.
JobFailure failureOf(const Job& job, const std::string& end);

/// Called at every change and a few times a second, from the thread that runs the jobs.
using JobProgressCallback = std::function<void(const JobProgress&)>;

/// Runs the jobs that lack their result as child processes, some at once, in their order, each with
/// OMP_NUM_THREADS=1. A job that fails does not hold the others. The children die with the calling thread.
/// @returns the failures, in the order in which they came
/// @throws Cancelled when stopped: after SIGTERM to all that run, and SIGKILL after the grace
/// @throws Error when two jobs write the same result
std::vector<JobFailure> runJobs(const std::vector<Job>& jobs, const JobPoolOptions& options = {},
                                const JobProgressCallback& progress = {}, const std::stop_token& stop = {});

}  // namespace cleave
