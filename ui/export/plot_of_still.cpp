// SPDX-License-Identifier: GPL-3.0-or-later
// Of charts that stand still.
#include <algorithm>
#include <cmath>

#include "ui/charts/category_chart.h"
#include "ui/charts/xy_chart.h"
#include "ui/export/plot_of.h"

namespace cleave::ui {
namespace {

PlotCurve::Kind kindOf(XyCurve::Kind kind) {
  switch (kind) {
    case XyCurve::Kind::Step:
      return PlotCurve::Kind::Step;
    case XyCurve::Kind::Points:
      return PlotCurve::Kind::Points;
    case XyCurve::Kind::Line:
      break;
  }
  return PlotCurve::Kind::Line;
}

/// The paper has colours of its own; what is of one colour on the screen, a line and its dots, is on paper as well.
int paletteOf(const std::vector<XyCurve>& curves, const std::vector<PlotCurve>& before, std::size_t index) {
  const XyCurve& curve = curves[index];
  int next = 0;
  for (std::size_t i = 0; i < index; ++i) {
    const bool twin = curve.colour.isValid() && curves[i].colour == curve.colour && curves[i].kind != curve.kind;
    if (twin) return before[i].palette;
    next = std::max(next, before[i].palette + 1);
  }
  return next;
}

std::optional<PlotRange> rangeOf(const std::optional<XyRange>& range) {
  return range ? std::optional(PlotRange{range->low, range->high}) : std::nullopt;
}

}  // namespace

PlotData plotOf(const XyChart& chart) {
  PlotData data;
  data.title = chart.title();
  data.xTitle = chart.xTitle();
  data.yTitle = chart.yTitle();
  data.logX = chart.logX();
  data.logY = chart.logY();
  data.xRange = rangeOf(chart.chosenX());
  data.yRange = rangeOf(chart.chosenY());
  const auto curves = chart.shownCurves();
  for (std::size_t i = 0; i < curves.size(); ++i) {
    PlotCurve curve{curves[i].name, kindOf(curves[i].kind), PlotCurve::Meaning::Series, curves[i].points};
    curve.low = curves[i].low;
    curve.high = curves[i].high;
    curve.palette = paletteOf(curves, data.curves, i);
    data.curves.push_back(std::move(curve));
  }
  for (const XyMark& mark : chart.marks()) {  // one that the chart does not reach would squeeze all else
    const bool upright = mark.orientation == Qt::Vertical;
    const double place = (upright ? chart.frame().x : chart.frame().y).place(mark.value);
    if (place >= 0 && place <= 1) (upright ? data.xTarget : data.target) = mark.value;
  }
  return data;
}

RowData rowsOf(const CategoryChart& chart) {
  RowData data{chart.title(), chart.axisTitle(), chart.isLogarithmic(), {}, {}};
  if (chart.mark()) data.target = chart.mark()->value;
  data.rows = chart.rows();
  return data;
}

}  // namespace cleave::ui
