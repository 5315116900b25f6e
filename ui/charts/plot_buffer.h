// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QPointF>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "ui/charts/min_max_pyramid.h"
#include "ui/charts/ring_buffer.h"
#include "ui/charts/series_spec.h"
#include "ui/charts/x_unit.h"

namespace cleave::ui {

/// What a live plot remembers unless the user chose otherwise, whatever the rate and length of a run.
inline constexpr std::size_t kPlotCapacity = 100'000;
inline constexpr int kPlotChannels = 5;

using PlotValues = std::array<float, kPlotChannels>;

/// Which rows stand for all in a drawing, ascending.
struct KeptRows {
  std::vector<std::size_t> rows;
  std::size_t visited = 0;  ///< rows and blocks of rows that were looked at for it
};

/// Points of one series, reduced to at most two a column; `low` only for a band.
struct ReducedSeries {
  QList<QPointF> points;
  QList<QPointF> low;
};

/// Rows of a run, each with its second and its request number, both ascending, in a fixed amount of memory. Any span of
/// them is reduced at the cost of the columns that it is drawn in.
class PlotBuffer {
 public:
  explicit PlotBuffer(std::size_t capacity = kPlotCapacity);
  /// Without rows, for others of the same kind: what is summed is summed there as well.
  [[nodiscard]] PlotBuffer emptyCopy(std::size_t capacity) const;

  /// Missing channels and infinities count as gaps (NaN). An x below the last one is moved up to it.
  void append(double seconds, double request, std::span<const float> values);
  void clear();
  /// Keeps the newest rows that fit; at least one row. As slow as appending them again.
  void setCapacity(std::size_t rows);
  /// From now on `channel` holds the sum of `parts`, for the rows that are here as well: one pass over them. Without
  /// parts it holds what is appended.
  void setSum(int channel, std::vector<int> parts);

  [[nodiscard]] std::size_t size() const { return rows_.size(); }
  [[nodiscard]] std::size_t capacity() const { return rows_.capacity(); }
  [[nodiscard]] double firstX(XUnit unit = XUnit::Seconds) const { return rows_.empty() ? 0 : rows_.front().x(unit); }
  [[nodiscard]] double lastX(XUnit unit = XUnit::Seconds) const { return rows_.empty() ? 0 : rows_.back().x(unit); }
  /// Rows whose x lies in [x0, x1]: indices, the second excluded.
  [[nodiscard]] std::pair<std::size_t, std::size_t> span(XUnit unit, double x0, double x1) const;
  [[nodiscard]] double x(std::size_t row, XUnit unit) const { return rows_[row].x(unit); }
  [[nodiscard]] const PlotValues& values(std::size_t row) const { return rows_[row].y; }
  /// The row nearest to x; nullptr when empty.
  [[nodiscard]] const PlotValues* nearest(double x, XUnit unit = XUnit::Seconds) const;
  /// The same place in the other unit, between rows by what lies around it.
  [[nodiscard]] double convert(double x, XUnit from) const;

  /// At most two rows a column of [x0, x1]: where the channel is least and greatest.
  [[nodiscard]] KeptRows keep(int channel, XUnit unit, double x0, double x1, int columns) const;
  /// The series' points at those rows. `below`: channels that a stacked area stands on.
  [[nodiscard]] ReducedSeries points(const SeriesSpec& spec, XUnit unit, const KeptRows& kept,
                                     std::span<const int> below = {}) const;

 private:
  struct Row {
    double seconds = 0;
    std::uint32_t request = 0;
    PlotValues y{};
    [[nodiscard]] double x(XUnit unit) const { return unit == XUnit::Seconds ? seconds : request; }
  };
  void push(Row row);
  void sum(Row& row) const;
  /// What the pyramid reads: a value by its row's number.
  [[nodiscard]] auto valueReader() const {
    return [this, lost = appended_ - rows_.size()](std::uint64_t at, std::size_t channel) {
      return rows_[static_cast<std::size_t>(at - lost)].y[channel];
    };
  }
  [[nodiscard]] std::size_t lower(double x, XUnit unit) const;
  /// The first row of [first, last) at `end` or later.
  [[nodiscard]] std::size_t columnEnd(std::size_t first, std::size_t last, XUnit unit, double end,
                                      std::size_t& visited) const;

  RingBuffer<Row> rows_;
  std::uint64_t appended_ = 0;  ///< since the ring was last laid out: names rows in the pyramid
  MinMaxPyramid pyramid_;
  std::size_t sumChannel_ = 0;
  std::vector<int> sumParts_;
};

}  // namespace cleave::ui
