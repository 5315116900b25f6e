// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/plot_buffer.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/charts/reduction.h"

namespace cleave::ui {

void PlotBuffer::append(double x, std::span<const float> values) {
  Row row;
  row.x = std::isfinite(x) ? std::max(x, lastX()) : lastX();
  row.y.fill(std::numeric_limits<float>::quiet_NaN());
  for (std::size_t i = 0; i < std::min(values.size(), row.y.size()); ++i) {
    if (std::isfinite(values[i])) row.y[i] = values[i];
  }
  rows_.push(row);
}

std::size_t PlotBuffer::countFrom(double x) const {
  return rows_.size() - lowerBound(rows_, x, [](const Row& row) { return row.x; });
}

const std::array<float, kPlotChannels>* PlotBuffer::nearest(double x) const {
  if (rows_.empty()) return nullptr;
  std::size_t at = std::min(lowerBound(rows_, x, [](const Row& row) { return row.x; }), rows_.size() - 1);
  if (at > 0 && x - rows_[at - 1].x < rows_[at].x - x) --at;
  return &rows_[at].y;
}

ReducedSeries PlotBuffer::reduce(const SeriesSpec& spec, double x0, double x1, int columns) const {
  const auto xOf = [](const Row& row) { return row.x; };
  // One row more on the left, so that a line enters the plot from its edge.
  std::size_t first = lowerBound(rows_, x0, xOf);
  if (first > 0) --first;
  const std::size_t last = lowerBound(rows_, std::nextafter(x1, std::numeric_limits<double>::infinity()), xOf);
  const auto channel = static_cast<std::size_t>(spec.channel);
  const auto key = static_cast<std::size_t>(spec.keyChannel < 0 ? spec.channel : spec.keyChannel);
  const auto kept = reduceMinMax(
      first, last, x0, x1, columns, [&](std::size_t i) { return rows_[i].x; },
      [&](std::size_t i) { return static_cast<double>(rows_[i].y[key]); });

  ReducedSeries reduced;
  reduced.points.reserve(static_cast<qsizetype>(kept.size()));
  for (const std::size_t i : kept) {
    const Row& row = rows_[i];
    const double y = static_cast<double>(row.y[channel]);
    if (!std::isfinite(y)) continue;
    if (spec.kind == SeriesSpec::Kind::Band) {
      const double high = static_cast<double>(row.y[static_cast<std::size_t>(spec.highChannel)]);
      if (!std::isfinite(high)) continue;
      reduced.low.emplaceBack(row.x, y);
      reduced.points.emplaceBack(row.x, high);
      continue;
    }
    if (spec.kind == SeriesSpec::Kind::Step && !reduced.points.isEmpty()) {
      reduced.points.emplaceBack(row.x, reduced.points.back().y());
    }
    reduced.points.emplaceBack(row.x, y);
  }
  return reduced;
}

}  // namespace cleave::ui
