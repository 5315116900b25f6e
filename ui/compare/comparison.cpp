// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/compare/comparison.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "ui/charts/xy_curve.h"

namespace cleave::ui {

double latencyAt(const ComparisonRow& row, double percent) {
  const QList<QPointF>& points = row.quantiles;
  const auto after = std::find_if(points.begin(), points.end(), [&](const QPointF& p) { return p.x() >= percent; });
  if (after == points.end()) return Measure::kUnknown;
  if (after == points.begin() || after->x() == percent) return after->y();
  const QPointF& before = *std::prev(after);
  return before.y() + (percent - before.x()) / (after->x() - before.x()) * (after->y() - before.y());
}

std::vector<std::size_t> paretoFront(const std::vector<ComparisonRow>& rows) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (std::isfinite(rows[i].meanMs) && std::isfinite(rows[i].accuracy.value)) order.push_back(i);
  }
  std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
    if (rows[a].meanMs != rows[b].meanMs) return rows[a].meanMs < rows[b].meanMs;
    return rows[a].accuracy.value > rows[b].accuracy.value;
  });
  std::vector<std::size_t> front;
  for (const std::size_t i : order) {
    if (front.empty() || rows[i].accuracy.value > rows[front.back()].accuracy.value) front.push_back(i);
  }
  return front;
}

std::vector<PolicyStyle> stylesOf(const std::vector<ComparisonRow>& rows, const Colours& colours) {
  constexpr std::size_t kHues = 7;  // the eighth is grey, like the references
  std::vector<PolicyStyle> styles;
  std::size_t next = 0;
  for (const ComparisonRow& row : rows) {
    if (row.policy == QStringLiteral("oracle")) {
      styles.push_back({mix(colours.muted, colours.text, 0.35), Qt::DashLine});
    } else if (row.policy == QStringLiteral("best-fixed")) {
      styles.push_back({colours.link, Qt::DotLine});
    } else {
      const Qt::PenStyle dash = next / kHues % 2 == 0 ? Qt::SolidLine : Qt::DashDotLine;
      styles.push_back({seriesColour(colours, next % kHues), dash});
      ++next;
    }
  }
  return styles;
}

}  // namespace cleave::ui
