// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/policy/decision_map_job.h"

#include <algorithm>
#include <cmath>

#include "app/workbench/adapters/ui_data.h"
#include "rl/environment/load_models.h"

namespace cleave::workbench {
namespace {

constexpr double kLeastMbps = 0.2;
constexpr double kMostMbps = 300;

double spreadShare(const Observation& o) {
  return o.bandwidthMeanMbps > 0 ? o.bandwidthSpreadMbps / o.bandwidthMeanMbps : 0;
}

}  // namespace

DecisionMapJob::DecisionMapJob(const QString& policy, const Observation& base)
    : base_(base), data_(std::make_shared<ui::DecisionMapData>()) {
  base_.waitedMs = 0;
  base_.queueLength = 0;
  base_.sinceTransferS = 0;
  data_->policy = policy;
  data_->values = valuesOf(base);
  for (int i = 0; i < kColumns; ++i) {
    data_->bandwidthMbps.push_back(kLeastMbps * std::pow(kMostMbps / kLeastMbps, i / (kColumns - 1.0)));
  }
  for (int i = 0; i < kRows; ++i) data_->deviceLoad.push_back(kMostLoad * i / (kRows - 1.0));
  data_->cells.reserve(static_cast<std::size_t>(kColumns) * kRows);
}

void DecisionMapJob::step(learn::Explainer& explainer, const DecisionTable& table) {
  ui::WhatIfValues values = data_->values;
  values.deviceLoad = data_->deviceLoad[static_cast<std::size_t>(row_++)];
  for (const double mbps : data_->bandwidthMbps) {
    values.bandwidthMbps = mbps;
    const Observation o = observationWith(base_, values);
    const DecisionCost& cost = table.at(explainer.decide(o));
    data_->cells.push_back({cost.decision, predictMs(cost, o, mbps), cost.accuracy});
  }
}

bool sameMap(const Observation& base, const Observation& now) {
  const auto near = [](double a, double b, double share, double least) {
    return std::abs(a - b) <= std::max(least, share * std::max(std::abs(a), std::abs(b)));
  };
  return base.targetMs == now.targetMs && near(base.rttMs, now.rttMs, 0.3, 3) &&
         near(base.edgeSlowdown, now.edgeSlowdown, 0.2, 0.1) && near(spreadShare(base), spreadShare(now), 0.4, 0.2);
}

}  // namespace cleave::workbench
