// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "rl/environment/scenario.h"
#include "rl/evaluate/compare.h"

namespace cleave::cli {

/// Pairs [percent, value], as charts of distributions take them.
nlohmann::ordered_json curveJson(const std::vector<QuantilePoint>& curve);

/// One JSON object a policy, a line each, best-fixed first and the oracle last. Latencies in milliseconds, rates and
/// accuracies 0..1, `latency_quantiles` the pairs [percent, ms] of all requests of all seeds; null where there is no
/// score, because the oracle is not above the best fixed decision.
std::string toJsonLines(const Comparison& comparison, const ComparisonPlan& plan, const Scenario& scenario);

/// An aligned table for a terminal.
std::string toTable(const Comparison& comparison);

}  // namespace cleave::cli
