// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/train/seed_bands.h"

#include <algorithm>
#include <optional>

namespace cleave::ui {
namespace {

std::optional<double> valueAt(const QList<QPointF>& points, double x) {
  if (points.isEmpty() || x < points.first().x() || x > points.last().x()) return std::nullopt;
  const auto after =
      std::lower_bound(points.begin(), points.end(), x, [](const QPointF& p, double at) { return p.x() < at; });
  if (after->x() <= x || after == points.begin()) return after->y();
  const QPointF& a = *(after - 1);
  const QPointF& b = *after;
  return a.y() + (b.y() - a.y()) * (x - a.x()) / (b.x() - a.x());
}

}  // namespace

SeedBand bandOf(const std::vector<QList<QPointF>>& seeds) {
  SeedBand band;
  const QList<QPointF>* longest = nullptr;  // has the grid
  for (const auto& seed : seeds) {
    if (seed.isEmpty()) continue;
    if (longest == nullptr || seed.last().x() > longest->last().x()) longest = &seed;
  }
  if (longest == nullptr) return band;
  for (const QPointF& point : *longest) {
    double sum = 0;
    double low = point.y();
    double high = point.y();
    int count = 0;
    for (const auto& seed : seeds) {
      const auto value = valueAt(seed, point.x());
      if (!value) continue;
      sum += *value;
      low = std::min(low, *value);
      high = std::max(high, *value);
      ++count;
    }
    band.mean.append({point.x(), sum / count});
    if (count < 2) continue;
    band.low.append({point.x(), low});
    band.high.append({point.x(), high});
  }
  return band;
}

QList<QPointF> smoothed(const QList<QPointF>& points, int reach) {
  QList<QPointF> result;
  result.reserve(points.size());
  for (qsizetype i = 0; i < points.size(); ++i) {
    const qsizetype side = std::min({i, points.size() - 1 - i, qsizetype{reach}});
    double sum = 0;
    for (qsizetype j = i - side; j <= i + side; ++j) sum += points[j].y();
    result.append({points[i].x(), sum / static_cast<double>(2 * side + 1)});
  }
  return result;
}

}  // namespace cleave::ui
