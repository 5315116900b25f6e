// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "ui/figures/figure.h"
#include "ui/policy/decision_part.h"
#include "ui/policy/insight_measure.h"

namespace cleave::ui {

/// The heat maps for paper, one for each bits; with every number of every decision. Where nothing has the measure (a
/// rule has no critics) there are only the numbers.
/// @param bits 0 = all
/// @throws cleave::Error for an insight without decisions
Figure insightFigure(const PolicyInsight& insight, InsightMeasure measure, int bits, double widthMm);

/// Decision maps beside each other. @param maps over the same bandwidths and loads; another is left out
/// @throws cleave::Error without a map
Figure decisionMapFigure(const std::vector<std::shared_ptr<const DecisionMapData>>& maps, DecisionPart part,
                         const DecisionExtent& extent, double widthMm);

}  // namespace cleave::ui
