// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <vector>

#include "app/experiment/live_scenario.h"
#include "app/runs/run_bundle.h"
#include "core/model/manifest.h"
#include "rl/learn/explainer.h"
#include "ui/policy/policy_insight.h"
#include "ui/scenario/conditions_preview.h"
#include "ui/window/run_types.h"

/// What turns types of core, rl and app into the plain data that ui shows: ui knows none of them.
namespace cleave::workbench {

/// What the window shows of a model.
ui::ModelSummary summaryOf(const Manifest& manifest);

/// A recorded run in one line, for lists of runs.
QString textOf(const RunManifest& manifest);

/// A recorded run without the parts that only its model knows.
ui::RecordedRun recordedRun(const SavedRun& run);

/// Minimum, mean and maximum of a series in `bins` equal intervals of [0, durationS]; one bin if it never changes.
std::vector<ui::PreviewBin> binsOf(const StepSeries& series, double durationS, int bins);

/// For a small chart: the link's own period, or ten minutes where conditions are random.
ui::ConditionsPreview previewOf(const Scenario& scenario, const Conditions& conditions);

/// An observation as the what-if controls show it.
ui::WhatIfValues valuesOf(const Observation& observation);

/// The observation with these values in place of its own. A changed bandwidth counts as steady and freshly measured;
/// the spread keeps its ratio to the bandwidth, since some policies use it.
Observation observationWith(const Observation& base, const ui::WhatIfValues& values);

/// What a run would observe before its first request: a fair link, idle machines, the given target.
Observation idleObservation(double targetMs);

ui::PolicyInsight insightFrom(const learn::Explanation& explanation, learn::ScoreKind scores,
                              const DecisionTable& table, const Observation& observation);

}  // namespace cleave::workbench
