// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/plot_of.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace cleave::ui {
namespace {

using Columns = std::vector<const ChartColumn*>;

PlotCurve::Meaning meaningOf(ColourRole role) {
  switch (role) {
    case ColourRole::Device:
      return PlotCurve::Meaning::Device;
    case ColourRole::Link:
    case ColourRole::Muted:
      return PlotCurve::Meaning::Link;
    case ColourRole::Edge:
      return PlotCurve::Meaning::Edge;
    case ColourRole::Exit:
      return PlotCurve::Meaning::Exit;
    case ColourRole::Violation:
      return PlotCurve::Meaning::Violation;
    case ColourRole::Text:
      break;
  }
  return PlotCurve::Meaning::Plain;
}

PlotCurve::Kind kindOf(SeriesSpec::Kind kind) {
  switch (kind) {
    case SeriesSpec::Kind::Step:
      return PlotCurve::Kind::Step;
    case SeriesSpec::Kind::Area:
      return PlotCurve::Kind::Area;
    case SeriesSpec::Kind::Markers:
      return PlotCurve::Kind::Points;
    default:
      return PlotCurve::Kind::Line;
  }
}

QList<QPointF> pointsOf(const std::vector<double>& x, const std::vector<double>& y) {
  QList<QPointF> points;
  points.reserve(static_cast<qsizetype>(y.size()));
  for (std::size_t i = 0; i < std::min(x.size(), y.size()); ++i) points << QPointF(x[i], y[i]);
  return points;
}

/// "95 % interval low" and "95 % interval high" are the ends of "95 % interval".
QString commonStart(const QString& a, const QString& b) {
  qsizetype length = 0;
  while (length < std::min(a.size(), b.size()) && a[length] == b[length]) ++length;
  return a.left(length).trimmed();
}

/// What has nothing to show has no place in a legend either.
bool hasValue(const ChartColumn& column) {
  return std::ranges::any_of(column.values, [](double value) { return std::isfinite(value); });
}

/// The columns of one axis as curves.
class Curves {
 public:
  explicit Curves(const std::vector<double>& x) : x_(x) {}

  std::vector<PlotCurve> of(const Columns& columns) {
    std::vector<PlotCurve> curves;
    std::vector<double> sum(x_.size(), 0);
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const ChartColumn& column = *columns[i];
      if (*column.kind == SeriesSpec::Kind::Band) {
        if (i + 1 < columns.size()) addBand(column, *columns[i + 1]);
        ++i;
        continue;
      }
      if (!hasValue(column)) continue;
      PlotCurve curve{column.name, kindOf(*column.kind), meaningOf(column.colour), {}};
      if (column.stacked) {
        for (std::size_t row = 0; row < std::min(sum.size(), column.values.size()); ++row)
          sum[row] += column.values[row];
        curve.points = pointsOf(x_, sum);
      } else {
        curve.points = pointsOf(x_, column.values);
      }
      if (curve.kind == PlotCurve::Kind::Points) {
        curve.points.removeIf([](const QPointF& point) { return !std::isfinite(point.y()); });
      }
      curves.push_back(std::move(curve));
    }
    for (PlotCurve& band : bands_) join(curves, band);
    // In the legend, marks come after what they stand on.
    std::ranges::stable_partition(curves, [](const PlotCurve& each) { return each.kind != PlotCurve::Kind::Points; });
    return curves;
  }

 private:
  void addBand(const ChartColumn& low, const ChartColumn& high) {
    if (!hasValue(low) || !hasValue(high)) return;
    PlotCurve band{{}, PlotCurve::Kind::Line, meaningOf(low.colour), {}};
    band.low = pointsOf(x_, low.values);
    band.high = pointsOf(x_, high.values);
    band.bandName = commonStart(low.name, high.name);
    bands_.push_back(std::move(band));
  }
  /// A band belongs to the line of its colour, and stands alone where that is hidden.
  static void join(std::vector<PlotCurve>& curves, PlotCurve& band) {
    const auto line = std::ranges::find_if(curves, [&](const PlotCurve& curve) {
      return curve.kind == PlotCurve::Kind::Line && curve.meaning == band.meaning && curve.high.isEmpty();
    });
    if (line == curves.end()) {
      band.name = std::exchange(band.bandName, {});
      curves.push_back(std::move(band));
      return;
    }
    line->low = std::move(band.low);
    line->high = std::move(band.high);
    line->bandName = band.bandName;
  }

  const std::vector<double>& x_;
  std::vector<PlotCurve> bands_;
};

}  // namespace

PlotData plotOf(const ChartData& data) {
  std::vector<std::pair<QString, Columns>> axes;
  for (const ChartColumn& column : data.columns) {
    if (!column.kind || !column.visible) continue;
    const QString& axis = column.axis.isEmpty() ? data.yTitle : column.axis;
    auto found = std::ranges::find(axes, axis, &std::pair<QString, Columns>::first);
    if (found == axes.end()) found = axes.insert(axes.end(), {axis, {}});
    found->second.push_back(&column);
  }
  std::vector<PlotData> plots;
  for (const auto& [axis, columns] : axes) {
    PlotData plot;
    plot.yTitle = axis;
    plot.curves = Curves(data.columns.front().values).of(columns);
    plot.fromZero = std::ranges::any_of(columns, [](const ChartColumn* column) { return column->fromZero; });
    if (axis == data.yTitle) {
      plot.logY = data.logarithmic;
      plot.target = data.target;
      if (data.height) plot.yRange = PlotRange{data.height->low, data.height->high};
    }
    plots.push_back(std::move(plot));
  }
  PlotData result;
  if (!plots.empty()) {
    result = std::move(plots.front());
    plots.erase(plots.begin());
  }
  result.title = data.title;
  result.xTitle = data.xTitle;
  result.below = std::move(plots);
  return result;
}

MatrixData matrixOf(const ChartData& data) {
  MatrixData matrix{data.title, data.xTitle, data.yTitle, {}, {}};
  if (data.columns.empty()) return matrix;
  matrix.names = data.columns.front().words;
  for (std::size_t row = 0; row < matrix.names.size(); ++row) {
    for (std::size_t column = 1; column < data.columns.size(); ++column) {
      const auto& counts = data.columns[column].values;
      matrix.counts.push_back(row < counts.size() ? counts[row] : 0);
    }
  }
  return matrix;
}

}  // namespace cleave::ui
