// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/category_chart.h"
#include "ui/charts/xy_curve.h"
#include "ui/compare/comparison.h"

namespace cleave::ui {

/// What the charts of a comparison show; every curve and row has the policy's name.
std::vector<XyCurve> latencyCdf(const Comparison& comparison, const Colours& colours);
/// Share of requests later than x. It ends at the largest latency, and before a share of `1 / requests`.
std::vector<XyCurve> latencyTail(const Comparison& comparison, const Colours& colours);
/// A dot a policy, and the front of those that no other beats in both, whose dots carry their names. Percent.
std::vector<XyCurve> accuracyAgainstLatency(const Comparison& comparison, const Colours& colours);

std::vector<CategoryRow> latencyBoxes(const Comparison& comparison, const Colours& colours);
std::vector<CategoryRow> scoreRows(const Comparison& comparison, const Colours& colours);
std::vector<CategoryRow> violationRows(const Comparison& comparison, const Colours& colours);  ///< percent
std::vector<CategoryRow> byteRows(const Comparison& comparison, const Colours& colours);       ///< kB

}  // namespace cleave::ui
