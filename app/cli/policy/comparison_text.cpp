// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/policy/comparison_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace cleave::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostDecisions = 8;  // that are told of a policy

template <class Interval>
Json intervalJson(const Interval& interval) {
  return {{"value", interval.value}, {"low", interval.low}, {"high", interval.high}};
}

Json decisionsJson(const ComparisonRow& row, const DecisionTable& table) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < row.decisions.size(); ++i) {
    if (row.decisions[i] > 0) order.push_back(i);
  }
  std::ranges::stable_sort(order, std::ranges::greater{}, [&](std::size_t i) { return row.decisions[i]; });
  Json json = Json::array();
  for (std::size_t i = 0; i < std::min(order.size(), kMostDecisions); ++i) {
    json.push_back({{"decision", toText(table.at(static_cast<int>(order[i])).decision)},
                    {"share", static_cast<double>(row.decisions[order[i]]) / static_cast<double>(row.requests)}});
  }
  return json;
}

std::string scoreText(const Estimate& score) {
  if (std::isnan(score.value)) return "       -";
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%6.3f [%6.3f, %6.3f]", score.value, score.low, score.high);
  return text.data();
}

}  // namespace

Json curveJson(const std::vector<QuantilePoint>& curve) {
  Json json = Json::array();
  for (const auto& point : curve) json.push_back({point.percent, point.value});
  return json;
}

std::string toJsonLines(const Comparison& comparison, const ComparisonPlan& plan, const Scenario& scenario) {
  std::string lines;
  for (const auto& row : comparison.rows) {
    Json json{{"policy", row.policy},
              {"scenario", scenario.name},
              {"target_ms", scenario.targetMs},
              {"seeds", plan.seeds.size()},
              {"requests", row.requests},
              {"mean_reward", row.meanReward},
              {"reward_iqm", intervalJson(row.reward)},
              {"score", intervalJson(row.score)},
              {"scores", row.scores},
              {"gain", intervalJson(row.gain)},
              {"accuracy", row.accuracy},
              {"mean_ms", row.meanMs},
              {"p50_ms", row.p50Ms},
              {"p95_ms", row.p95Ms},
              {"p99_ms", row.p99Ms},
              {"latency_quantiles", curveJson(row.latencyCurve)},
              {"violation_rate", intervalJson(row.violations)},
              {"uplink_bytes", row.uplinkBytes},
              {"gave_up_rate", row.gaveUpShare},
              {"decisions", decisionsJson(row, *plan.table)}};
    if (row.policy == "best-fixed") json["fixed"] = toText(comparison.bestFixed);
    lines += json.dump() + '\n';
  }
  return lines;
}

std::string toTable(const Comparison& comparison) {
  std::size_t width = 10;
  for (const auto& row : comparison.rows) width = std::max(width, row.policy.size());
  const int column = static_cast<int>(width);
  std::array<char, 512> line{};
  std::snprintf(line.data(), line.size(), "%-*s  %-24s %8s %7s %8s %8s %8s %8s  %-20s %8s\n", column, "policy",
                "score (95 %)", "reward", "acc. %", "mean ms", "p50", "p95", "p99", "viol. % (95 %)", "kB up");
  std::string table = line.data();
  for (const auto& row : comparison.rows) {
    std::array<char, 64> late{};
    std::snprintf(late.data(), late.size(), "%5.2f [%5.2f, %5.2f]", 100 * row.violations.value,
                  100 * row.violations.low, 100 * row.violations.high);
    std::snprintf(line.data(), line.size(), "%-*s  %-24s %8.4f %7.2f %8.1f %8.1f %8.1f %8.1f  %-20s %8.1f\n", column,
                  row.policy.c_str(), scoreText(row.score).c_str(), row.meanReward, 100 * row.accuracy, row.meanMs,
                  row.p50Ms, row.p95Ms, row.p99Ms, late.data(), row.uplinkBytes / 1000);
    table += line.data();
  }
  return table + "best-fixed is " + toText(comparison.bestFixed) +
         ", chosen in hindsight; score: 0 = best-fixed, 1 = oracle, interquartile mean over seeds.\n";
}

}  // namespace cleave::cli
