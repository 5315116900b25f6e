// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/live_plot.h"

#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/charts/chart_view.h"
#include "ui/charts/plot_gestures.h"
#include "ui/theme/look.h"

namespace cleave::ui {
namespace {

constexpr std::size_t kVeryDense = 16;  // rows a column, from which on nobody tells single requests apart

/// A point without a logarithm would hide a whole Qt Charts series.
void clampForLog(QList<QPointF>& points) {
  for (QPointF& point : points) point.setY(std::max(point.y(), PlotHeight::kLeastLog));
}

}  // namespace

LivePlot::LivePlot(QWidget* parent, std::size_t capacity)
    : QWidget(parent),
      buffer_(capacity),
      view_(new ChartView(this)),
      gestures_(new PlotGestures(this, view_->viewport(), this, [view = view_] { return view->plotArea(); })) {
  auto* box = new QVBoxLayout(this);
  box->setContentsMargins(0, 0, 0, 0);
  box->addWidget(view_);
  view_->setFocusPolicy(Qt::NoFocus);
  timer_.setSingleShot(true);
  timer_.setTimerType(Qt::PreciseTimer);
  connect(&timer_, &QTimer::timeout, this, &LivePlot::refresh);
  connect(gestures_, &PlotGestures::rangeChanged, this, &LivePlot::schedule);
  connect(gestures_, &PlotGestures::crosshairChanged, this, &LivePlot::showCrosshair);
  connect(gestures_, &PlotGestures::bandChanged, this, [this] { view_->setBand(gestures_->band()); });
  connect(gestures_, &PlotGestures::heightZoomed, this, [this](double factor, double place) {
    height_.zoom(factor, place);
    schedule();
  });
  connect(gestures_, &PlotGestures::markChanged, this, &LivePlot::showMark);
  connect(gestures_, &PlotGestures::allShown, this, &LivePlot::fitHeight);
  view_->setColours(coloursOf(*this));
}

LivePlot::~LivePlot() {
  delete gestures_;  // while what the axis may ask about is still here
}

void LivePlot::setTimeAxis(TimeAxis* axis) {
  gestures_->setAxis(axis);
  showCrosshair();
  showMark();
}

TimeAxis& LivePlot::timeAxis() const {
  return gestures_->axis();
}

QWidget* LivePlot::surface() const {
  return view_->viewport();
}

QRectF LivePlot::plotArea() const {
  return view_->plotArea();
}

void LivePlot::setCapacity(std::size_t rows) {
  buffer_.setCapacity(rows);
  schedule();
}

std::size_t LivePlot::addSeries(const SeriesSpec& spec) {
  const std::size_t place = series_.add(spec);
  view_->addSeries(spec);
  if (spec.stacked) series_.sumStack(buffer_);
  return place;
}

void LivePlot::setSeriesVisible(std::size_t series, bool visible) {
  if (series_.isVisible(series) == visible) return;
  series_.setVisible(series, visible);
  view_->setSeriesVisible(series, visible);
  if (series_[series].stacked) series_.sumStack(buffer_);
  schedule();
}

void LivePlot::setTitles(const QString& y, const QString& unit) {
  yTitle_ = y;
  unit_ = unit;
}

void LivePlot::setTarget(std::optional<double> value, const QString& text) {
  target_ = value;
  view_->setTarget(value, text);
  schedule();
}

void LivePlot::setLogarithmic(bool on) {
  height_.setLogarithmic(on);
  view_->setLogarithmic(on);
  schedule();
}

void LivePlot::fitHeight() {
  height_.fit();
  schedule();
}

void LivePlot::setLeftMargin(int pixels) {
  view_->setLeftMargin(pixels);
}

void LivePlot::setTimesShown(bool on) {
  view_->setTimesShown(on);
  gestures_->setChip(on);
  schedule();
}

void LivePlot::setReadout(std::function<QString(const PlotValues&)> readout) {
  readout_ = std::move(readout);
}

void LivePlot::append(double seconds, std::span<const float> values) {
  append(seconds, nextRequest_, values);
}

void LivePlot::append(double seconds, double request, std::span<const float> values) {
  buffer_.append(seconds, request, values);
  nextRequest_ = buffer_.lastX(XUnit::Requests) + 1;
  TimeAxis& axis = timeAxis();
  // What comes after a frozen range changes nothing that is seen.
  if (axis.isLive() || buffer_.lastX(axis.unit()) <= axis.range().high) schedule();
  axis.dataArrived();
}

void LivePlot::clear() {
  buffer_.clear();
  height_.fit();  // of other data
  nextRequest_ = 0;
  timeAxis().dataCleared();
  refresh();
}

void LivePlot::swapBuffer(PlotBuffer& filled) {
  std::swap(buffer_, filled);
  series_.sumStack(buffer_);  // a part may have been hidden or shown meanwhile
  nextRequest_ = buffer_.size() == 0 ? 0 : buffer_.lastX(XUnit::Requests) + 1;
  schedule();
}

void LivePlot::schedule() {
  if (!timer_.isActive()) timer_.start(slot_.wait());
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
    if (!series_.isVisible(i)) continue;
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
    ReducedSeries reduced = buffer_.points(spec, axis.unit(), kept, series_.partsBelow(i));
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

void LivePlot::showCrosshair() {
  const std::optional<double> x = timeAxis().crosshair();
  readoutText_.clear();
  if (x && readout_) {
    if (const PlotValues* row = buffer_.nearest(*x, timeAxis().unit())) readoutText_ = readout_(*row);
  }
  view_->setCrosshair(x, readoutText_);
}

void LivePlot::showMark() {
  const TimeAxis& axis = timeAxis();
  view_->setMark(axis.mark() ? std::optional(axis.mark()->x(axis.unit())) : std::nullopt);
}

ChartData LivePlot::chartData(ChartSpan span) const {
  ChartData result;
  const TimeAxis& axis = timeAxis();
  result.xTitle = axis.unit() == XUnit::Seconds ? tr("Time (s)") : tr("Request");
  result.yTitle = unit_.isEmpty() ? yTitle_ : QStringLiteral("%1 (%2)").arg(yTitle_, unit_);
  result.logarithmic = isLogarithmic();
  result.height = chosenHeight();
  // A line beyond what is shown would stretch the figure to it.
  const bool reached = !result.height || (target_ && *target_ >= result.height->low && *target_ <= result.height->high);
  if (reached) result.target = target_;
  const auto [x0, x1] = axis.range();
  const std::pair<std::size_t, std::size_t> all{0, buffer_.size()};
  const auto rows = span == ChartSpan::All ? all : buffer_.span(axis.unit(), x0, x1);
  result.columns = series_.columns(buffer_, rows, axis.unit(), unit_, !height_.isFloating());
  return result;
}

AxisExtent LivePlot::axisExtent() const {
  return {buffer_.size(),
          {buffer_.firstX(), buffer_.firstX(XUnit::Requests)},
          {buffer_.lastX(), buffer_.lastX(XUnit::Requests)}};
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
  schedule();  // in its turn: a run that is opened shows all plots at once
}

void LivePlot::focusInEvent(QFocusEvent* event) {
  QWidget::focusInEvent(event);
  view_->setFocusShown(event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason ||
                       event->reason() == Qt::ShortcutFocusReason);
}

void LivePlot::focusOutEvent(QFocusEvent* event) {
  QWidget::focusOutEvent(event);
  view_->setFocusShown(false);
}

}  // namespace cleave::ui
