// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/sweep/sweep_plan.h"
#include "app/sweep/sweep_result.h"
#include "core/statistics/estimate.h"
#include "core/statistics/proportion.h"

namespace cleave {

/// One entrant under one set of conditions, over all seeds that have a result.
struct SweepRow {
  std::string scenario;
  std::string model;
  std::string device;
  double deviceSpeed = 1;
  double targetMs = 0;
  std::string algorithm;  ///< "best-fixed" and "oracle" stand for the references
  std::int64_t steps = 0;
  std::string settings;  ///< "KEY=VALUE KEY=VALUE"; of best-fixed, its decision
  std::size_t seeds = 0;
  SweepScore mean;
  Proportion violations;  ///< its interval counts each seed's requests as a cluster; of one seed, by blocks of time
  Estimate reward;        ///< IQM over the seeds' mean rewards, 95 % bootstrap interval
  /// The same of the normalised scores: 0 = the decision that is best over all seeds, 1 = the oracle, each in that
  /// seed's worlds. NaN where there is nothing to win, or a seed lacks its references.
  Estimate score;
  double trainingS = 0;  ///< mean of the seeds
};

/// @param results by case, in casesOf()'s order; nothing where a job failed. Entrants without any result are left out.
std::vector<SweepRow> sweepTable(const SweepPlan& plan, const std::vector<std::optional<SweepResult>>& results);

/// A line a row, with a header.
std::string toCsv(const std::vector<SweepRow>& rows);
/// One JSON object a row, a line each; null where there is no score.
std::string toJsonLines(const std::vector<SweepRow>& rows);
/// Aligned, for a terminal.
std::string toTable(const std::vector<SweepRow>& rows);

/// "lte-drive, 60 ms": what tells the row's conditions from those of the others.
std::string conditionsLabel(const SweepRow& row, const std::vector<SweepRow>& rows);
/// "sac-d, learning_rate=0.001"
std::string entrantLabel(const SweepRow& row);

}  // namespace cleave
