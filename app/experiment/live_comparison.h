// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "app/experiment/live_scenario.h"
#include "core/model/model.h"
#include "core/statistics/proportion.h"
#include "core/statistics/quantile.h"
#include "rl/predict/machines.h"

namespace cleave {

/// Policies in turn over one scenario, for real and simulated.
struct LivePlan {
  std::shared_ptr<const Model> model;
  std::shared_ptr<const LiveScenario> scenario;
  /// As makeAnyPolicy() takes them; "fixed" alone: the best fixed decision of this scenario as it is simulated;
  /// "sac-d" alone: the policy that ships for this scenario, where one does.
  std::vector<std::string> policies;
  std::uint64_t requests = 300;  ///< of each
  std::uint64_t seed = 1;
  std::string agent = "local";  ///< one is started that emulates the scenario's device; else HOST:PORT, as it is
  std::string dataFolder;
  int profileRepeats = 15;  ///< see ProfileOptions
};

/// One policy. Means are over requests with a result, milliseconds.
struct LiveRow {
  std::string policy;  ///< as it was asked for
  std::string text;    ///< as it was run
  std::uint64_t requests = 0;
  std::uint64_t fallbacks = 0;
  double predictedFallbacks = 0;
  std::uint64_t failed = 0;
  double measuredMeanMs = 0;
  double measuredErrorMs = 0;  ///< standard error of that mean, by blocks of time
  double predictedMeanMs = 0;
  double measuredMedianMs = 0;  ///< beside the means: a busy machine moves them less
  double predictedMedianMs = 0;
  double measuredP95Ms = 0, measuredP99Ms = 0;
  std::vector<QuantilePoint> measuredCurve;   ///< latencies, see quantileCurve()
  std::vector<QuantilePoint> predictedCurve;  ///< the same, as simulated
  /// The parts that both means are made of: device, link, edge.
  double measuredDeviceMs = 0, measuredLinkMs = 0, measuredEdgeMs = 0;
  double predictedDeviceMs = 0, predictedLinkMs = 0, predictedEdgeMs = 0;
  Proportion accuracy;  ///< measured
  double predictedAccuracy = 0;
  Proportion violations;  ///< measured
  double predictedViolations = 0;
  std::map<std::string, double> decisions;           ///< measured: share of requests, by decision
  std::map<std::string, double> predictedDecisions;  ///< as simulated
  double meanBytes = 0;                              ///< measured
  double predictedBytes = 0;

  /// Of the prediction, relative to what was measured.
  [[nodiscard]] double difference() const {
    return measuredMeanMs > 0 ? (predictedMeanMs - measuredMeanMs) / measuredMeanMs : 0;
  }
};

struct LiveComparison {
  std::vector<LiveRow> rows;

  /// Whether simulation and measurement put the policies in the same order of mean latency. Two have none that are
  /// measured or predicted within 1 % of each other, or that the measurement cannot tell apart (95 %).
  [[nodiscard]] bool sameOrder() const;
  /// The largest of the rows' differences, as a magnitude.
  [[nodiscard]] double worstDifference() const;
};

struct LiveEvents {
  std::function<void(const std::string& what, double done, double etaS)> phase = [](auto&&...) {};
  std::function<void(const LiveRow& row)> row = [](auto&&...) {};
};

/// For each policy: starts an agent that emulates the scenario's device (or takes the plan's), times both machines,
/// simulates the scenario with those times, their spread and the programs' own round trip, and then runs it, over the
/// same link trace from its beginning.
/// @throws UsageError for policies that there are not, or no shipped one; Error when the agent fails; Cancelled
LiveComparison compareLive(const LivePlan& plan, const LiveEvents& events, const std::stop_token& stop);

}  // namespace cleave
