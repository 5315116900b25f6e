// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/compare/comparison.h"

namespace cleave::ui::test {

/// A policy whose latencies go from `fastest` to 100 ms more.
inline ComparisonRow policyRow(const QString& name, double score, double accuracy, double fastest) {
  ComparisonRow row;
  row.policy = name;
  row.requests = 10'000;
  row.score = {score, score - 0.1, score + 0.1};
  row.scores = {score - 0.05, score + 0.05};
  row.reward = {0.8 + score / 10, 0.8, 0.9};
  row.accuracy.value = accuracy;
  row.meanMs = fastest + 50;
  row.p50Ms = fastest + 50;
  row.p95Ms = fastest + 95;
  row.p99Ms = fastest + 99;
  row.violations = {fastest / 1000, fastest / 2000, fastest / 500};
  row.bytes = 100 * fastest;
  row.fallbacks = 0;
  for (int percent = 0; percent <= 100; ++percent) row.quantiles << QPointF(percent, fastest + percent);
  row.decisions = {{QStringLiteral("5/4/8"), 0.75}, {QStringLiteral("1/5/32"), 0.25}};
  return row;
}

/// Five policies; "slow" is beaten by "greedy" in both latency and accuracy.
inline Comparison comparison() {
  return {QStringLiteral("demo"),
          80,
          false,
          {policyRow(QStringLiteral("best-fixed"), 0, 0.88, 10), policyRow(QStringLiteral("greedy"), -0.1, 0.925, 20),
           policyRow(QStringLiteral("slow"), -2, 0.92, 200), policyRow(QStringLiteral("trained:demo"), 0.7, 0.915, 15),
           policyRow(QStringLiteral("oracle"), 1, 0.93, 25)}};
}

}  // namespace cleave::ui::test
