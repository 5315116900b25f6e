// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figures/plot_figure.h"
#include "ui/scenario/conditions_preview.h"

namespace cleave::ui {

/// A link over time for paper: means with bands from least to most; the round trip and the loads below, where there
/// are.
/// @param logarithmic of the rate's axis
PlotData plotOf(const ConditionsPreview& preview, bool logarithmic);

}  // namespace cleave::ui
