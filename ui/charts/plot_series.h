// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "ui/charts/chart_data.h"
#include "ui/charts/plot_buffer.h"
#include "ui/charts/series_spec.h"

namespace cleave::ui {

/// The series of a plot: which of them are visible, what the stacked ones stand on, and their values as columns.
class PlotSeries {
 public:
  /// Returns its place.
  std::size_t add(const SeriesSpec& spec);
  void setVisible(std::size_t series, bool visible) { visible_.at(series) = visible; }
  [[nodiscard]] bool isVisible(std::size_t series) const { return visible_.at(series); }
  [[nodiscard]] std::size_t size() const { return specs_.size(); }
  [[nodiscard]] const SeriesSpec& operator[](std::size_t series) const { return specs_[series]; }
  [[nodiscard]] const std::vector<SeriesSpec>& specs() const { return specs_; }

  /// Channels of the visible parts that a stacked series stands on.
  [[nodiscard]] std::vector<int> partsBelow(std::size_t series) const;
  /// Lets the buffer sum up the visible parts of the stack, if there is one.
  void sumStack(PlotBuffer& buffer) const;
  /// Rows [first, last) of the buffer: two columns of x, that of `unit` first, then those of every named series.
  /// @param fromZero the y axis begins at zero
  [[nodiscard]] std::vector<ChartColumn> columns(const PlotBuffer& buffer, std::pair<std::size_t, std::size_t> rows,
                                                 XUnit unit, const QString& yUnit, bool fromZero) const;

 private:
  std::vector<SeriesSpec> specs_;
  std::vector<bool> visible_;
};

}  // namespace cleave::ui
