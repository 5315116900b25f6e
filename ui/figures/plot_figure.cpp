// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figures/plot_figure.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include "core/types/error.h"
#include "ui/figures/plot_drawing.h"

namespace cleave::ui {
namespace {

constexpr int kTicks = 6;
constexpr int kTicksAcross = 8;    // of one column
constexpr int kTicksWide = 12;     // of two
constexpr double kDotRoom = 0.04;  // of the axis, on either side of dots
constexpr double kDecade = 8;      // about
// Points.
constexpr double kNames = 26;          // the x axis' numbers and title
constexpr double kBetween = 8;         // plots above each other
constexpr double kNumbersAtMost = 40;  // for an estimate of what a legend has

/// The span of all finite values; on a logarithmic axis, of those above zero.
struct Span {
  double low = INFINITY;
  double high = -INFINITY;
  void take(double value, bool logarithmic) {
    if (!std::isfinite(value) || (logarithmic && value <= 0)) return;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  [[nodiscard]] bool empty() const { return !(high >= low); }
};

/// Nice numbers within exactly these ends.
Ticks ticksWithin(double low, double high, bool logarithmic, int most) {
  if (!(high > low)) high = low + 1;
  // Within less than a decade powers of ten and their halves leave too few numbers, or none.
  Ticks ticks = logarithmic && high >= kDecade * low ? logTicks(low, high) : niceTicks(low, high, most);
  const double slack = 1e-9 * (high - low);
  std::erase_if(ticks.values, [&](double value) { return value < low - slack || value > high + slack; });
  ticks.low = low;
  ticks.high = high;
  return ticks;
}

Ticks ticksOver(Span span, bool logarithmic, bool fromZero, int most) {
  if (logarithmic) return logTicks(span.low, span.high > span.low ? span.high : span.low * 2);
  if (fromZero) span.low = std::min(0.0, span.low);
  return niceTicks(span.low, span.high > span.low ? span.high : span.low + 1, most);
}

/// What is shown in x and y of one plot.
std::pair<Span, Span> spansOf(const PlotData& data, const PlotData& first) {
  Span x;
  Span y;
  for (const PlotCurve& curve : data.curves) {
    for (const auto* list : {&curve.points, &curve.low, &curve.high}) {
      for (const QPointF& point : *list) {
        if (!std::isfinite(point.y()) || (data.logY && point.y() <= 0)) continue;
        if (first.xRange && (point.x() < first.xRange->low || point.x() > first.xRange->high)) continue;
        x.take(point.x(), first.logX);
        y.take(point.y(), data.logY);
      }
    }
  }
  if (data.target && !y.empty()) y.take(*data.target, data.logY);
  return {x, y};
}

/// A plot and its axes, worked out once.
struct Plot {
  const PlotData* data;
  Span x, y;
};

std::vector<const PlotData*> plotsOf(const PlotData& data) {
  std::vector<const PlotData*> plots{&data};
  for (const PlotData& each : data.below) plots.push_back(&each);
  return plots;
}

/// All plots that have a point.
std::vector<Plot> filled(const PlotData& data) {
  std::vector<Plot> plots;
  for (const PlotData* each : plotsOf(data)) {
    const auto [x, y] = spansOf(*each, data);
    const bool even = each->mayBeEmpty && data.xRange && each->yRange;
    if ((!x.empty() && !y.empty()) || even) plots.push_back({each, x, y});
  }
  return plots;
}

/// Dots of a scatter, which want some room around them; marks on lines do not.
bool hasDots(const PlotData& data) {
  return std::ranges::any_of(data.curves, [](const PlotCurve& curve) {
    return curve.kind == PlotCurve::Kind::Points && curve.meaning == PlotCurve::Meaning::Series;
  });
}

Axis xAxis(const PlotData& data, const std::vector<Plot>& plots, int most) {
  if (data.xRange) {
    const bool logarithmic = data.logX && data.xRange->low > 0;
    return {data.xTitle, ticksWithin(data.xRange->low, data.xRange->high, logarithmic, most), logarithmic};
  }
  Span x;
  bool dots = false;
  for (const Plot& plot : plots) {
    x.take(plot.x.low, data.logX);
    x.take(plot.x.high, data.logX);
    dots = dots || hasDots(*plot.data);
  }
  if (data.xTarget) x.take(*data.xTarget, data.logX);
  if (data.logX) return {data.xTitle, ticksOver(x, true, false, most), true};
  // Time is shown from its first moment to its last.
  const double room = dots ? kDotRoom * (x.high - x.low) : 0;
  const double low = x.low >= 0 ? std::max(0.0, x.low - room) : x.low - room;
  return {data.xTitle, ticksWithin(low, x.high + room, false, most), false};
}

Axis yAxis(const Plot& plot, int most) {
  const PlotData& data = *plot.data;
  if (!data.yRange) {
    Span y = plot.y;
    if (hasDots(data) && !data.logY) y.high += kDotRoom * (plot.y.high - plot.y.low);
    if (hasDots(data) && !data.logY) y.low -= y.low > 0 ? std::min(y.low, y.high - plot.y.high) : y.high - plot.y.high;
    return {data.yTitle, ticksOver(y, data.logY, data.fromZero, most), data.logY};
  }
  const bool logarithmic = data.logY && data.yRange->low > 0;
  return {data.yTitle, ticksWithin(data.yRange->low, data.yRange->high, logarithmic, most), logarithmic};
}

double plotHeight(std::size_t plots, double widthMm) {
  const double wide = widthMm > kOneColumnMm ? 1.15 : 1;
  return wide * (plots == 1 ? 144 : plots == 2 ? 92 : 68);
}

/// Height that the legend of each plot takes beyond its first line.
std::vector<double> legendHeights(const Canvas& canvas, const std::vector<Plot>& plots, double width) {
  std::vector<double> heights;
  for (const Plot& plot : plots) {
    const double indent = plots.size() > 1 ? Axes::titleWidth(canvas, plot.data->yTitle) : 0;
    const int lines = Axes::legendLines(canvas, PlotDrawing::legendOf(*plot.data), width - kNumbersAtMost, indent);
    heights.push_back(kLegendLine * std::max(0, lines - 1));
  }
  return heights;
}

double heightOf(const Canvas& canvas, const std::vector<Plot>& plots, double widthMm) {
  double height = plotHeight(plots.size(), widthMm) * static_cast<double>(plots.size()) + kNames;
  for (const double legend : legendHeights(canvas, plots, canvas.size().width())) height += legend;
  return height;
}

/// As many numbers as there is room for below the plots.
Axis fittingX(const Canvas& canvas, const PlotData& data, const std::vector<Plot>& plots, double width) {
  const bool wide = canvas.size().width() > kOneColumnMm / 25.4 * 72 + 1;
  for (int most = wide ? kTicksWide : kTicksAcross;; --most) {
    Axis axis = xAxis(data, plots, most);
    double needed = 0;
    for (const double value : axis.ticks.values) needed += canvas.textWidth(tickText(value)) + kBetween;
    if (needed <= width || most <= 3) return axis;
  }
}

/// Data with the plots of it, which point into it: worked out once for every format.
struct Figured {
  PlotData data;
  std::vector<Plot> plots;
};

void draw(Canvas& canvas, const Figured& figured) {
  const auto& [data, plots] = figured;
  std::vector<Axis> y;
  double numbers = 0;
  for (const Plot& plot : plots) {
    y.push_back(yAxis(plot, plots.size() > 2 ? 4 : kTicks));
    numbers = std::max(numbers, Axes::numbersWidth(canvas, y.back().ticks));
  }
  const QSizeF size = canvas.size();
  const Axis x = fittingX(canvas, data, plots, size.width() - numbers - 20);
  const auto legends = legendHeights(canvas, plots, size.width());
  double each = size.height() - kNames + kBetween;
  for (const double legend : legends) each -= legend;
  each /= static_cast<double>(plots.size());
  double top = 0;
  for (std::size_t i = 0; i < plots.size(); ++i) {
    const bool last = i + 1 == plots.size();
    const double height = each + legends[i];
    const QRectF area(0, top, size.width(), last ? height + kNames - kBetween : height);
    PlotDrawing(canvas, *plots[i].data, x, y[i], {area, numbers, plots.size() > 1, last ? kNames : kBetween})
        .paint(last);
    top += height;
  }
}

Table tableOf(const PlotData& data) {
  Table table{{"curve", data.xTitle.toStdString(), data.yTitle.toStdString(), "low", "high"}, {}};
  for (const PlotData* plot : plotsOf(data)) {
    for (const PlotCurve& curve : plot->curves) {
      for (qsizetype i = 0; i < curve.points.size(); ++i) {
        const bool bars = i < curve.low.size() && i < curve.high.size();
        table.rows.push_back({curve.name.toStdString(), cell(curve.points[i].x()), cell(curve.points[i].y()),
                              bars ? cell(curve.low[i].y()) : "", bars ? cell(curve.high[i].y()) : ""});
      }
    }
  }
  return table;
}

}  // namespace

Figure plotFigure(PlotData data, double widthMm) {
  const auto kept = std::make_shared<Figured>(Figured{std::move(data), {}});
  kept->plots = filled(kept->data);
  if (kept->plots.empty()) throw Error("Nothing to save: the chart has no points yet.");
  Figure figure;
  figure.widthMm = widthMm;
  figure.heightPoints =
      pageHeight(widthMm, [&](const Canvas& canvas) { return heightOf(canvas, kept->plots, widthMm); });
  figure.draw = [kept](Canvas& canvas) { draw(canvas, *kept); };
  figure.csv = [kept] { return toCsv(tableOf(kept->data)); };
  return figure;
}

}  // namespace cleave::ui
