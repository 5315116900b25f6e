// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/sweep/sweep_plan.h"
#include "rl/evaluate/request_statistics.h"

namespace cleave {

/// How one policy did in one seed's worlds, or over several seeds. Milliseconds; shares and accuracies 0..1.
struct SweepScore {
  double requests = 0;
  double meanReward = 0;
  double accuracy = 0;  ///< expected
  double meanMs = 0;
  double p50Ms = 0;
  double p95Ms = 0;
  double p99Ms = 0;
  double late = 0;               ///< requests that took longer than their target
  double effectiveRequests = 0;  ///< independent ones that their share is worth
  double uplinkBytes = 0;        ///< a request
  double gaveUpShare = 0;
};

SweepScore scoreOf(const RequestStatistics& statistics);
/// Over all requests; quantiles are means of the seeds' quantiles.
SweepScore pooled(const std::vector<SweepScore>& seeds);

/// What a job found.
struct SweepResult {
  std::string scenario;  ///< its name
  std::string model;     ///< its name
  std::string device;
  double targetMs = 0;
  SweepScore score;                                       ///< of the references: the oracle's
  double trainingS = 0;                                   ///< on the job's core
  std::string checksum;                                   ///< of the trained weights; empty for rules
  std::vector<std::pair<std::string, SweepScore>> fixed;  ///< of the references: every useful decision's
};

/// One JSON object that says which case it is of.
std::string toJson(const SweepCase& one, const SweepResult& result);
/// @param where the text's name in errors
/// @throws Error when it is damaged or of another case
SweepResult sweepResultFromJson(const std::string& text, const SweepCase& one, const std::string& where);

}  // namespace cleave
