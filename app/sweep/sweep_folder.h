// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/jobs/job_pool.h"
#include "app/sweep/sweep_plan.h"
#include "app/sweep/sweep_result.h"

namespace cleave {

/// What a sweep leaves, a folder that it can be gone on from:
///   plan.sweep     the sweep file with every path and default, and the fingerprint
///   results/       one JSON file a job, with its log
///   policies/      what was trained
///   table.csv, table.jsonl, scores.*
class SweepFolder {
 public:
  /// Makes the folder for a plan, or takes the one that a sweep with the same fingerprint left, and keeps others out
  /// for as long as this object lives.
  /// @throws Error when it is another sweep's, at work, or cannot be written
  SweepFolder(std::filesystem::path folder, const SweepPlan& plan);
  ~SweepFolder();
  SweepFolder(const SweepFolder&) = delete;
  SweepFolder& operator=(const SweepFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return folder_; }
  /// @param program the cleave-cli that runs them
  [[nodiscard]] std::vector<Job> jobs(const std::filesystem::path& program) const;
  /// By case. @throws Error when a file is damaged
  [[nodiscard]] std::vector<std::optional<SweepResult>> results() const;

 private:
  std::filesystem::path folder_;
  std::vector<SweepCase> cases_;
  int lock_ = -1;
};

/// The plan in a sweep's folder, for its jobs. @throws Error when there is none
SweepPlan planIn(const std::filesystem::path& folder);
std::filesystem::path resultFile(const std::filesystem::path& folder, std::size_t index);
std::filesystem::path policyFile(const std::filesystem::path& folder, std::size_t index);

/// 32 hexadecimal digits over the plan and the content of every file that it names.
std::string fingerprintOf(const SweepPlan& plan);

}  // namespace cleave
