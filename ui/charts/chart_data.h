// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <optional>
#include <vector>

#include "ui/charts/series_spec.h"
#include "ui/charts/xy_axis.h"

namespace cleave::ui {

/// One column of what a chart shows: numbers, or words where `words` is not empty.
struct ChartColumn {
  QString name;
  QString unit;                ///< empty: a number without one
  std::vector<double> values;  ///< NaN: no value in that row
  std::vector<QString> words = {};
  /// How the chart draws it; none for x and for what it does not draw.
  std::optional<SeriesSpec::Kind> kind = {};
  ColourRole colour = ColourRole::Text;
  bool stacked = false;
  bool visible = true;    ///< false: the user has hidden it
  QString axis = {};      ///< title of the y axis that it stands on, where it is not the chart's
  bool fromZero = false;  ///< that axis begins there
};

/// What a chart shows, for figures and tables. All columns have as many rows.
struct ChartData {
  QString title;
  QString xTitle;  ///< with unit: "Time (s)"
  QString yTitle;
  std::vector<ChartColumn> columns;    ///< those of x first
  std::optional<double> target;        ///< a line across, in y
  bool logarithmic = false;            ///< the chart's own y axis
  std::optional<XyRange> height = {};  ///< of that axis; nullopt: all that there is
  bool matrix = false;  ///< after a column of names as many columns of counts: how often which was taken for which

  [[nodiscard]] std::size_t rows() const {
    if (columns.empty()) return 0;
    return columns.front().words.empty() ? columns.front().values.size() : columns.front().words.size();
  }
};

enum class ChartSpan { Visible, All };

/// A chart that gives away its data.
class ChartSource {
 public:
  virtual ~ChartSource() = default;
  [[nodiscard]] virtual ChartData chartData(ChartSpan span) const = 0;
};

/// UTF-8, one line of "name (unit)" heads, dots in numbers, nothing where there is no value. About a microsecond a
/// number: large data belong in a worker thread.
QByteArray toCsv(const ChartData& data);

}  // namespace cleave::ui
