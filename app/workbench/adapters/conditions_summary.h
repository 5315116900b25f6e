// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/experiment/live_scenario.h"
#include "ui/scenario/conditions_preview.h"

namespace cleave::workbench {

/// Least, mean and most of a series in `bins` equal stretches of [0, durationS]; one bin when it never changes.
std::vector<ui::PreviewBin> binsOf(const StepSeries& series, double durationS, int bins);

/// What a small chart shows of them: over the link's own period, or ten minutes of what is drawn at random.
ui::ConditionsPreview previewOf(const Scenario& scenario, const Conditions& conditions);

}  // namespace cleave::workbench
