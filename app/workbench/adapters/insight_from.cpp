// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/adapters/insight_from.h"

#include <algorithm>

#include "rl/environment/load_models.h"

namespace cleave::workbench {
namespace {

constexpr double kIdleMbps = 10;
constexpr double kIdleRttMs = 10;

double loadOf(double slowdown) {
  return slowdown > 0 ? 1 - 1 / slowdown : 0;  // below 0: faster than its profile
}

double slowdownOf(double load) {
  return 1 / (1 - std::min(load, kMostLoad));
}

ui::ScoreMeaning meaningOf(learn::ScoreKind kind) {
  switch (kind) {
    case learn::ScoreKind::Logit:
      return ui::ScoreMeaning::Logit;
    case learn::ScoreKind::Value:
      return ui::ScoreMeaning::Value;
    case learn::ScoreKind::None:
      break;
  }
  return ui::ScoreMeaning::None;
}

}  // namespace

ui::WhatIfValues valuesOf(const Observation& observation) {
  return {observation.bandwidthMeanMbps, observation.rttMs, loadOf(observation.deviceSlowdown),
          loadOf(observation.edgeSlowdown), observation.targetMs};
}

Observation observationWith(const Observation& base, const ui::WhatIfValues& values) {
  const ui::WhatIfValues own = valuesOf(base);
  Observation o = base;
  if (values.bandwidthMbps != own.bandwidthMbps) {
    const double mbps = values.bandwidthMbps;
    const double spread = base.bandwidthMeanMbps > 0 ? base.bandwidthSpreadMbps / base.bandwidthMeanMbps : 0;
    o.bandwidthShortMbps = o.bandwidthMeanMbps = o.bandwidthLongMbps = o.bandwidthLastMbps = mbps;
    o.bandwidthSpreadMbps = spread * mbps;
    o.sinceTransferS = 0;
    o.requestsSinceTransfer = 0;
  }
  if (values.deviceLoad != own.deviceLoad) o.deviceSlowdown = slowdownOf(values.deviceLoad);
  if (values.edgeLoad != own.edgeLoad) o.edgeSlowdown = slowdownOf(values.edgeLoad);
  o.rttMs = values.rttMs;
  o.targetMs = values.targetMs;
  return o;
}

Observation idleObservation(double targetMs) {
  Observation o;
  o.targetMs = targetMs;
  o.bandwidthShortMbps = o.bandwidthMeanMbps = o.bandwidthLongMbps = o.bandwidthLastMbps = kIdleMbps;
  o.rttMs = kIdleRttMs;
  return o;
}

ui::PolicyInsight insightFrom(const learn::Explanation& explanation, learn::ScoreKind scores,
                              const DecisionTable& table, const Observation& observation) {
  ui::PolicyInsight insight;
  insight.values = valuesOf(observation);
  insight.chosen = explanation.chosen;
  insight.entropy = explanation.entropy;
  insight.allowedCount = explanation.allowedCount;
  insight.scores = meaningOf(scores);
  insight.decisions.reserve(explanation.entries.size());
  for (int i = 0; i < table.size(); ++i) {
    const auto& entry = explanation.entries[static_cast<std::size_t>(i)];
    const DecisionCost& cost = table.at(i);
    insight.decisions.push_back({cost.decision, entry.allowed, entry.scored, entry.probability, entry.score,
                                 entry.predictedMs, cost.accuracy, entry.reward});
  }
  return insight;
}

}  // namespace cleave::workbench
