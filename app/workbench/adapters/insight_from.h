// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rl/learn/explainer.h"
#include "ui/policy/policy_insight.h"

namespace cleave::workbench {

/// What a person would call the observation.
ui::WhatIfValues valuesOf(const Observation& observation);

/// The observation with these values in the place of its own. One that differs from its own means: steadily so, and
/// freshly measured. The spread keeps its share of the bandwidth, since some policies go by it.
Observation observationWith(const Observation& base, const ui::WhatIfValues& values);

/// What a run would see before it has seen anything: a fair link, nothing else to do, the given target.
Observation idleObservation(double targetMs);

/// `policy` and `live` are the caller's.
ui::PolicyInsight insightFrom(const learn::Explanation& explanation, learn::ScoreKind scores,
                              const DecisionTable& table, const Observation& observation);

}  // namespace cleave::workbench
