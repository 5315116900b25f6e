// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QPointF>
#include <array>
#include <cstddef>
#include <span>

#include "ui/charts/ring_buffer.h"
#include "ui/charts/series_spec.h"

namespace cleave::ui {

/// What a live plot remembers, whatever the rate and length of a run.
inline constexpr std::size_t kPlotCapacity = 100'000;
inline constexpr int kPlotChannels = 5;

/// Points of one series, reduced to at most two a column; `low` only for a band.
struct ReducedSeries {
  QList<QPointF> points;
  QList<QPointF> low;
};

/// Rows of a run, x ascending, in a fixed amount of memory.
class PlotBuffer {
 public:
  explicit PlotBuffer(std::size_t capacity = kPlotCapacity) : rows_(capacity) {}

  /// Missing channels and infinities count as gaps (NaN). An x below the last one is moved up to it.
  void append(double x, std::span<const float> values);
  void clear() { rows_.clear(); }

  [[nodiscard]] std::size_t size() const { return rows_.size(); }
  [[nodiscard]] std::size_t capacity() const { return rows_.capacity(); }
  [[nodiscard]] double lastX() const { return rows_.empty() ? 0 : rows_.back().x; }
  [[nodiscard]] double firstX() const { return rows_.empty() ? 0 : rows_.front().x; }
  /// Rows from x on.
  [[nodiscard]] std::size_t countFrom(double x) const;
  /// The row nearest to x; nullptr when empty.
  [[nodiscard]] const std::array<float, kPlotChannels>* nearest(double x) const;

  [[nodiscard]] ReducedSeries reduce(const SeriesSpec& spec, double x0, double x1, int columns) const;

 private:
  struct Row {
    double x = 0;
    std::array<float, kPlotChannels> y{};
  };
  RingBuffer<Row> rows_;
};

}  // namespace cleave::ui
