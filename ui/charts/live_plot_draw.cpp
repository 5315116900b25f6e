// SPDX-License-Identifier: GPL-3.0-or-later
// What LivePlot draws, and gives away as result.
#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "ui/charts/chart_view.h"
#include "ui/charts/live_plot.h"
#include "ui/charts/plot_gestures.h"

namespace cleave::ui {
namespace {

constexpr std::size_t kVeryDense = 16;  // rows a column, from which on nobody tells single requests apart

/// A point without a logarithm would hide a whole Qt Charts series.
void clampForLog(QList<QPointF>& points) {
  for (QPointF& point : points) point.setY(std::max(point.y(), PlotHeight::kLeastLog));
}

}  // namespace

std::vector<int> LivePlot::partsBelow(std::size_t series) const {
  std::vector<int> parts;
  if (!series_[series].stacked) return parts;
  for (std::size_t i = series + 1; i < series_.size(); ++i) {
    if (series_[i].stacked && visible_[i]) parts.push_back(series_[i].channel);
  }
  return parts;
}

void LivePlot::sumStack() {
  std::vector<int> shown;
  int key = -1;
  for (std::size_t i = 0; i < series_.size(); ++i) {
    if (!series_[i].stacked) continue;
    key = series_[i].keyChannel;
    if (visible_[i]) shown.push_back(series_[i].channel);
  }
  if (key >= 0 && !shown.empty()) buffer_.setSum(key, std::move(shown));
}

void LivePlot::refresh() {
  timer_.stop();
  if (!isVisible()) return;             // showEvent draws
  view_->setColours(coloursOf(*this));  // a style sheet can keep palette changes from its widgets
  const TimeAxis& axis = timeAxis();
  const auto [x0, x1] = axis.range();
  // Two points for every pixel and a half: a difference that nobody sees halves the time to draw a wild line.
  const int columns = std::max(1, view_->plotWidth() * 2 / 3);
  double low = height_.isFloating() || isLogarithmic() ? INFINITY : 0;
  double high = -INFINITY;
  pointsDrawn_ = 0;
  rowsVisited_ = 0;
  // More rows than columns make an area a comb: it is drawn as bars then, which fills in a moment what a polygon of
  // as many teeth takes long for.
  const auto [first, last] = buffer_.span(axis.unit(), x0, x1);
  const std::size_t rowsAColumn = (last - first) / static_cast<std::size_t>(columns);
  const int teeth = columns / (rowsAColumn >= kVeryDense ? 4 : 2);
  KeptRows kept;
  std::pair<int, int> keptFor{-1, 0};  // the parts of a stack have the same rows
  double width = 0;
  for (std::size_t i = 0; i < series_.size(); ++i) {
    if (!visible_[i]) continue;
    const SeriesSpec& spec = series_[i];
    const bool coarse = rowsAColumn >= 1 && spec.kind == SeriesSpec::Kind::Area;
    // A line through many rows is a band whatever its columns: half of them halves what Qt Charts has to stroke.
    const int wanted = std::max(1, coarse ? teeth : rowsAColumn >= 1 ? columns / 2 : columns);
    if (const std::pair want{spec.keyChannel < 0 ? spec.channel : spec.keyChannel, wanted}; want != keptFor) {
      // Columns stand still while the range moves over them, or a live plot would flicker.
      width = (x1 - x0) / wanted;
      const double start = std::floor(x0 / width) * width;
      kept = buffer_.keep(want.first, axis.unit(), start, start + (wanted + 1) * width, wanted + 1);
      keptFor = want;
      rowsVisited_ += kept.visited;
    }
    ReducedSeries reduced = buffer_.points(spec, axis.unit(), kept, partsBelow(i));
    if (isLogarithmic()) {
      clampForLog(reduced.points);
      clampForLog(reduced.low);
    }
    for (const auto* list : {&reduced.points, &reduced.low}) {
      for (const QPointF& point : *list) {
        if (!isLogarithmic() || point.y() > PlotHeight::kLeastLog) low = std::min(low, point.y());
        high = std::max(high, point.y());
      }
    }
    pointsDrawn_ = std::max(pointsDrawn_, reduced.points.size());
    if (coarse) {
      view_->setBars(i, reduced.points, 2 * width);  // a kept row is at most so far from the next
    } else {
      view_->setPoints(i, reduced.points, reduced.low);
    }
  }
  view_->setFrozen(gestures_->chipShown());
  view_->setHorizontalRange(axis.unit(), x0, x1);
  const int room = view_->height();
  const PlotHeight::View height = height_.view(low, high, target_, room < 80 ? 3 : room < 120 ? 4 : 5);
  axisHigh_ = height.high;
  view_->setVerticalTicks(height.ticks, height.high);
  gestures_->holdCrosshair();
  showCrosshair();
  showMark();  // in the axis's unit, which may be another one
}

ChartData LivePlot::chartData(ChartSpan span) const {
  ChartData result;
  const TimeAxis& axis = timeAxis();
  const bool seconds = axis.unit() == XUnit::Seconds;
  result.xTitle = seconds ? tr("Time (s)") : tr("Request");
  result.yTitle = unit_.isEmpty() ? yTitle_ : QStringLiteral("%1 (%2)").arg(yTitle_, unit_);
  result.logarithmic = isLogarithmic();
  result.height = chosenHeight();
  // A line beyond what is shown would stretch the figure to it.
  const bool reached = !result.height || (target_ && *target_ >= result.height->low && *target_ <= result.height->high);
  if (reached) result.target = target_;
  const auto [x0, x1] = axis.range();
  const auto [first, last] = span == ChartSpan::All ? std::pair<std::size_t, std::size_t>{0, buffer_.size()}
                                                    : buffer_.span(axis.unit(), x0, x1);
  const auto column = [first = first, last = last](ChartColumn head, const auto& value) {
    head.values.reserve(last - first);
    for (std::size_t row = first; row < last; ++row) head.values.push_back(value(row));
    return head;
  };
  ChartColumn time{tr("time"), QStringLiteral("s"), {}};
  ChartColumn request{tr("request"), {}, {}};
  time = column(std::move(time), [this](std::size_t row) { return buffer_.x(row, XUnit::Seconds); });
  request = column(std::move(request), [this](std::size_t row) { return buffer_.x(row, XUnit::Requests); });
  result.columns.push_back(std::move(seconds ? time : request));
  result.columns.push_back(std::move(seconds ? request : time));
  const auto add = [&](std::size_t i, int channel, const QString& name) {
    const auto at = static_cast<std::size_t>(channel);
    ChartColumn head{name, unit_, {}, {}, series_[i].kind, series_[i].colour, series_[i].stacked, visible_[i]};
    head.fromZero = !height_.isFloating();
    result.columns.push_back(
        column(std::move(head), [this, at](std::size_t row) { return static_cast<double>(buffer_.values(row)[at]); }));
  };
  for (std::size_t i = series_.size(); i-- > 0;) {  // from the bottom of a stack to its top, as legends read
    if (series_[i].name.isEmpty()) continue;
    if (series_[i].kind == SeriesSpec::Kind::Band) {
      add(i, series_[i].channel, tr("%1 low").arg(series_[i].name));
      add(i, series_[i].highChannel, tr("%1 high").arg(series_[i].name));
    } else {
      add(i, series_[i].channel, series_[i].name);
    }
  }
  return result;
}

}  // namespace cleave::ui
