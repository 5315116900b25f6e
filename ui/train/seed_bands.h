// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QPointF>
#include <vector>

namespace cleave::ui {

/// Several seeds of one figure: their mean, and from the least to the greatest where at least two have come so far.
struct SeedBand {
  QList<QPointF> mean;
  QList<QPointF> low;
  QList<QPointF> high;
};

/// @param seeds x ascending; where one has no point, it is interpolated; after its last, it is left out
SeedBand bandOf(const std::vector<QList<QPointF>>& seeds);

/// Each point the mean of itself and up to `reach` on either side, fewer at the ends.
QList<QPointF> smoothed(const QList<QPointF>& points, int reach);

}  // namespace cleave::ui
