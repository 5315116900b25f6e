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
  series_.push_back(spec);
  visible_.push_back(true);
  view_->addSeries(spec);
  if (spec.stacked) sumStack();
  return series_.size() - 1;
}

void LivePlot::setSeriesVisible(std::size_t series, bool visible) {
  if (visible_.at(series) == visible) return;
  visible_[series] = visible;
  view_->setSeriesVisible(series, visible);
  if (series_[series].stacked) sumStack();
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
  sumStack();  // a part may have been hidden or shown meanwhile
  nextRequest_ = buffer_.size() == 0 ? 0 : buffer_.lastX(XUnit::Requests) + 1;
  schedule();
}

void LivePlot::schedule() {
  if (!timer_.isActive()) timer_.start(slot_.wait());
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
