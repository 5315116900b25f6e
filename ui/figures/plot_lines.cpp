// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figures/plot_lines.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "ui/charts/reduction.h"

namespace cleave::ui {
namespace {

// Points.
constexpr double kColumn = 0.5;
constexpr double kLeastGap = 1;
constexpr double kMarks = 1.5;

}  // namespace

PaperRuns paperRuns(const QList<QPointF>& points, const Axes& axes) {
  const auto count = static_cast<std::size_t>(points.size());
  const auto point = [&points](std::size_t i) { return points[static_cast<qsizetype>(i)]; };
  const QRectF& plot = axes.plot();
  std::vector<double> x(count);
  std::vector<std::size_t> bad(count + 1);  // how many gaps lie before
  std::size_t first = 0;                    // the last one left of the plot: from there the line comes in
  std::size_t last = count;
  for (std::size_t i = 0; i < count; ++i) {
    const bool shown = axes.shows(point(i));
    x[i] = axes.at(point(i).x(), point(i).y()).x();
    bad[i + 1] = bad[i] + (shown ? 0 : 1);
    if (!shown) continue;
    if (x[i] < plot.left()) first = i;
    if (x[i] > plot.right() && last == count) last = i + 1;
  }
  const int columns = std::max(1, static_cast<int>(plot.width() / kColumn));
  const auto kept = reduceMinMax(
      first, last, plot.left(), plot.right(), columns, [&](std::size_t i) { return x[i]; },
      [&](std::size_t i) { return bad[i + 1] == bad[i] ? point(i).y() : std::nan(""); });
  PaperRuns runs;
  for (const std::size_t i : kept) {
    const bool follows =
        !runs.empty() && (bad[i] == bad[runs.back().back()] || x[i] - x[runs.back().back()] < kLeastGap);
    if (!follows) runs.emplace_back();
    runs.back().push_back(i);
  }
  return runs;
}

std::vector<std::size_t> paperMarks(const QList<QPointF>& points, const Axes& axes) {
  std::vector<std::size_t> marks;
  std::set<std::pair<int, int>> taken;
  const QRectF room = axes.plot().adjusted(-1, -1, 1, 1);
  for (qsizetype i = 0; i < points.size(); ++i) {
    if (!axes.shows(points[i])) continue;
    const QPointF at = axes.at(points[i].x(), points[i].y());
    if (!room.contains(at)) continue;
    const std::pair cell{static_cast<int>(at.x() / kMarks), static_cast<int>(at.y() / kMarks)};
    if (taken.insert(cell).second) marks.push_back(static_cast<std::size_t>(i));
  }
  return marks;
}

}  // namespace cleave::ui
