// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QPointF>
#include <algorithm>
#include <cmath>

#include "ui/figures/export.h"
#include "ui/figures/plot_figure.h"

namespace cleave::ui {

/// A value of every request over its place in the run; NaN where a request has none.
template <class Value>
QList<QPointF> overRequests(const RunData& run, Value value) {
  QList<QPointF> points;
  points.reserve(static_cast<qsizetype>(run.records.size()));
  for (const RequestRecord& record : run.records) {
    points << QPointF(static_cast<double>(points.size()), value(record));
  }
  return points;
}

inline bool anyFinite(const QList<QPointF>& points) {
  return std::any_of(points.begin(), points.end(), [](const QPointF& point) { return std::isfinite(point.y()); });
}

/// Zero means that nothing was measured.
inline double orGap(double value) {
  return value > 0 ? value : std::nan("");
}

/// The plot of a whole run, whatever of it there is, with the CSV behind it.
Figure runFigure(PlotData plot, const RunData& run, const char* name, double widthMm, Table table);

}  // namespace cleave::ui
