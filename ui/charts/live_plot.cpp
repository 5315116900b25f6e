// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/live_plot.h"

#include <QEvent>
#include <QPainter>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "ui/charts/chart_view.h"
#include "ui/charts/nice_ticks.h"

namespace cleave::ui {
namespace {

constexpr double kLongestS = 60;
constexpr double kShortestS = 5;
constexpr double kLeastLog = 0.01;  // zero has no logarithm, and one would hide a whole Qt Charts series

void clampForLog(QList<QPointF>& points) {
  for (QPointF& point : points) point.setY(std::max(point.y(), kLeastLog));
}

}  // namespace

LivePlot::LivePlot(QWidget* parent, std::size_t capacity)
    : QWidget(parent), buffer_(capacity), view_(new ChartView(this)) {
  auto* box = new QVBoxLayout(this);
  box->setContentsMargins(0, 0, 0, 0);
  box->addWidget(view_);
  timer_.setSingleShot(true);
  timer_.setTimerType(Qt::PreciseTimer);
  connect(&timer_, &QTimer::timeout, this, &LivePlot::refresh);
  connect(view_, &ChartView::hovered, this, &LivePlot::hovered);
  connect(view_, &ChartView::left, this, &LivePlot::left);
  view_->setColours(coloursOf(*this));
}

std::pair<double, double> LivePlot::window(double lastX) {
  if (lastX <= kLongestS) return {0, std::max(lastX, kShortestS)};
  return {lastX - kLongestS, lastX};
}

void LivePlot::addSeries(const SeriesSpec& spec) {
  series_.push_back(spec);
  view_->addSeries(spec);
}

void LivePlot::setTarget(std::optional<double> value, const QString& text) {
  target_ = value;
  view_->setTarget(value, text);
  schedule();
}

void LivePlot::setLogarithmic(bool on) {
  logarithmic_ = on;
  view_->setLogarithmic(on);
  schedule();
}

void LivePlot::setLeftMargin(int pixels) {
  view_->setLeftMargin(pixels);
}

void LivePlot::setReadout(std::function<QString(const std::array<float, kPlotChannels>&)> readout) {
  readout_ = std::move(readout);
}

void LivePlot::append(double x, std::span<const float> values) {
  buffer_.append(x, values);
  schedule();
}

void LivePlot::clear() {
  buffer_.clear();
  refresh();
}

void LivePlot::schedule() {
  if (!timer_.isActive()) timer_.start(slot_.wait());
}

void LivePlot::refresh() {
  timer_.stop();
  if (!isVisible()) return;  // showEvent draws
  const auto [x0, x1] = window(buffer_.lastX());
  // Two points for every pixel and a half: a difference that nobody sees halves the time to draw a wild line.
  const int columns = std::max(1, view_->plotWidth() * 2 / 3);
  double low = floating_ ? INFINITY : 0;
  double high = -INFINITY;
  pointsDrawn_ = 0;
  bool anyCoarse = false;
  // More rows than columns make an area a comb, many short spans a line: then fewer, wider teeth without smooth edges,
  // which took 20 ms a drawing and now take 5.
  const bool comb = buffer_.countFrom(x0) > 2 * static_cast<std::size_t>(columns);
  for (std::size_t i = 0; i < series_.size(); ++i) {
    const bool coarse = comb && series_[i].kind == SeriesSpec::Kind::Area;
    ReducedSeries reduced = buffer_.reduce(series_[i], x0, x1, coarse ? std::max(1, columns / 2) : columns);
    anyCoarse = anyCoarse || coarse;
    if (logarithmic_) {
      clampForLog(reduced.points);
      clampForLog(reduced.low);
    }
    for (const auto& list : {reduced.points, reduced.low}) {
      for (const QPointF& point : list) {
        low = std::min(low, point.y());
        high = std::max(high, point.y());
      }
    }
    pointsDrawn_ = std::max(pointsDrawn_, reduced.points.size());
    view_->setPoints(i, reduced.points, reduced.low);
  }
  if (target_ && std::isfinite(high)) high = std::max(high, *target_ * 1.15);
  view_->setRenderHint(QPainter::Antialiasing, !anyCoarse);
  view_->setHorizontalRange(x0, x1);
  setVerticalRange(low, high);
}

void LivePlot::setVerticalRange(double low, double high) {
  if (!std::isfinite(high)) {
    high = target_ ? *target_ * 1.5 : 1;
    low = logarithmic_ ? high / 10 : 0;
  }
  if (ceiling_ > 0) high = std::min(high, ceiling_);
  if (logarithmic_) {
    const Ticks ticks = logTicks(std::max(low, kLeastLog), high);
    view_->setVerticalTicks(ticks, ticks.high);
    return;
  }
  const Ticks ticks = niceTicks(low, high, view_->height() < 120 ? 4 : 5);
  view_->setVerticalTicks(ticks, ceiling_ > 0 ? std::min(ticks.high, ceiling_) : ticks.high);
}

void LivePlot::setCrosshair(std::optional<double> x) {
  QString text;
  if (x && readout_) {
    if (const auto* row = buffer_.nearest(*x)) text = readout_(*row);
  }
  view_->setCrosshair(x, text);
}

void LivePlot::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) {
    view_->setColours(coloursOf(*this));
  }
}

void LivePlot::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  schedule();
}

void LivePlot::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  view_->setColours(coloursOf(*this));
  refresh();
}

}  // namespace cleave::ui
