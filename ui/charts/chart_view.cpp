// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_view.h"

#include <QAreaSeries>
#include <QChart>
#include <QContextMenuEvent>
#include <QGraphicsLayout>
#include <QLineSeries>
#include <QLogValueAxis>
#include <QPainter>
#include <QValueAxis>
#include <algorithm>
#include <cmath>

#include "ui/charts/live_plot.h"

namespace cleave::ui {
namespace {

constexpr int kTop = 7;
constexpr int kBottom = 18;
constexpr int kBottomWithoutTimes = 7;

}  // namespace

ChartView::ChartView(QWidget* parent)
    : QChartView(new QChart, parent),
      colours_(lightColours()),
      x_(new QValueAxis),
      y_(new QValueAxis),
      logY_(new QLogValueAxis) {
  setFrameShape(QFrame::NoFrame);
  setRenderHint(QPainter::Antialiasing);
  setBackgroundBrush(Qt::NoBrush);
  setStyleSheet(QStringLiteral("background: transparent"));
  setViewportUpdateMode(QGraphicsView::FullViewportUpdate);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setMinimumSize(60, 30);
  setMouseTracking(true);
  viewport()->setMouseTracking(true);
  chart()->legend()->hide();
  chart()->setBackgroundVisible(false);
  chart()->setMargins({0, 0, 0, 0});
  chart()->layout()->setContentsMargins(0, 0, 0, 0);
  chart()->addAxis(x_, Qt::AlignBottom);
  chart()->addAxis(y_, Qt::AlignLeft);
  chart()->addAxis(logY_, Qt::AlignLeft);
  for (QAbstractAxis* axis : chart()->axes()) axis->setVisible(false);
  logY_->setBase(10);
}

int ChartView::plotWidth() const {
  return width() - leftMargin_ - LivePlot::kRightMargin;
}

void ChartView::addSeries(const SeriesSpec& spec) {
  Entry entry;
  entry.spec = spec;
  if (spec.kind != SeriesSpec::Kind::Markers) {
    entry.line = new QLineSeries(this);
    if (spec.kind == SeriesSpec::Kind::Band) entry.low = new QLineSeries(this);
    if (spec.kind == SeriesSpec::Kind::Band || spec.kind == SeriesSpec::Kind::Area) {
      entry.area = new QAreaSeries(entry.line, entry.low);
      chart()->addSeries(entry.area);
    } else {
      chart()->addSeries(entry.line);
    }
    attach(entry);
    style(entry);
  }
  entries_.push_back(std::move(entry));
}

void ChartView::attach(Entry& entry) {
  QAbstractSeries* series = entry.area ? static_cast<QAbstractSeries*>(entry.area) : entry.line;
  if (!series) return;
  for (QAbstractAxis* axis : series->attachedAxes()) series->detachAxis(axis);
  series->attachAxis(x_);
  series->attachAxis(logarithmic_ ? static_cast<QAbstractAxis*>(logY_) : y_);
}

QColor ChartView::colourOf(const SeriesSpec& spec) const {
  const QColor colour = withAlpha(colours_.of(spec.colour), spec.opacity);
  // Wide areas in full colour would shout; they lie over each other, so they are paler, not transparent.
  return spec.kind == SeriesSpec::Kind::Area ? mix(colour, colours_.panel, 0.15) : colour;
}

void ChartView::style(Entry& entry) const {
  const QColor colour = colourOf(entry.spec);
  if (entry.area) {
    entry.area->setPen(Qt::NoPen);
    entry.area->setBrush(colour);
  } else if (entry.line) {
    // Flat caps: the raster engine draws those lines directly, and strokes round ones as paths, many times slower.
    entry.line->setPen(QPen(colour, entry.spec.width, Qt::SolidLine, Qt::FlatCap, Qt::BevelJoin));
  }
}

void ChartView::setPoints(std::size_t series, const QList<QPointF>& points, const QList<QPointF>& low) {
  Entry& entry = entries_.at(series);
  if (entry.spec.kind == SeriesSpec::Kind::Markers) {
    entry.markers = points;
    viewport()->update();
    return;
  }
  entry.bars.clear();
  // replace(), never append(): append is quadratic in Qt Charts.
  if (entry.low) entry.low->replace(low);
  entry.line->replace(points);
}

void ChartView::setBars(std::size_t series, const QList<QPointF>& tops, double widest) {
  Entry& entry = entries_.at(series);
  if (entry.line->count() > 0) entry.line->replace(QList<QPointF>());
  entry.bars = tops;
  entry.widestBar = widest;
  viewport()->update();
}

void ChartView::setSeriesVisible(std::size_t series, bool visible) {
  Entry& entry = entries_.at(series);
  entry.visible = visible;
  if (entry.area) {
    entry.area->setVisible(visible);
  } else if (entry.line) {
    entry.line->setVisible(visible);
  }
}

void ChartView::setHorizontalRange(XUnit unit, double low, double high) {
  unit_ = unit;
  x0_ = low;
  x1_ = high;
  x_->setRange(low, high);
}

void ChartView::setVerticalTicks(const Ticks& ticks, double high) {
  if (ticks.low == y0_ && high == y1_ && ticks.values == ticks_) return;
  y0_ = ticks.low;
  y1_ = high;
  ticks_ = ticks.values;
  if (logarithmic_) {
    logY_->setRange(y0_, y1_);
  } else {
    y_->setRange(y0_, y1_);
  }
}

void ChartView::setLogarithmic(bool on) {
  logarithmic_ = on;
  ticks_.clear();
  for (Entry& entry : entries_) attach(entry);
}

void ChartView::setTarget(std::optional<double> value, const QString& text) {
  target_ = value;
  targetText_ = text;
  viewport()->update();
}

void ChartView::setCrosshair(std::optional<double> x, const QString& text) {
  if (x == crosshair_ && text == crosshairText_) return;
  QRegion changed = crosshairRegion();
  crosshair_ = x;
  crosshairText_ = text;
  changed += crosshairRegion();
  viewport()->update(changed);
}

void ChartView::setMark(std::optional<double> x) {
  if (x == mark_) return;
  mark_ = x;
  viewport()->update();
}

void ChartView::setColours(const Colours& colours) {
  if (colours.dark == colours_.dark) return;
  colours_ = colours;
  for (Entry& entry : entries_) style(entry);
  viewport()->update();
}

QPointF ChartView::toView(const QPointF& value) const {
  const QRectF plot = chart()->plotArea();
  const auto part = [this](double y) {
    if (!logarithmic_) return (y - y0_) / (y1_ - y0_);
    return std::log(std::max(y, y0_) / y0_) / std::log(y1_ / y0_);
  };
  return {plot.left() + (value.x() - x0_) / (x1_ - x0_) * plot.width(),
          plot.bottom() - part(value.y()) * plot.height()};
}

void ChartView::resizeEvent(QResizeEvent* event) {
  QChartView::resizeEvent(event);
  placePlot();
}

void ChartView::setLeftMargin(int pixels) {
  leftMargin_ = pixels;
  placePlot();
}

void ChartView::placePlot() {
  const int bottom = timesShown_ ? kBottom : kBottomWithoutTimes;
  chart()->setPlotArea(QRectF(leftMargin_, kTop, std::max(10, plotWidth()), std::max(10, height() - kTop - bottom)));
}

void ChartView::setTimesShown(bool on) {
  timesShown_ = on;
  placePlot();
}

void ChartView::setFrozen(bool on) {
  if (on == frozen_) return;
  frozen_ = on;
  viewport()->update();
}

void ChartView::setFocusShown(bool on) {
  if (on == focusShown_) return;
  focusShown_ = on;
  viewport()->update();
}

void ChartView::setBand(std::optional<std::pair<double, double>> pixels) {
  if (pixels == band_) return;
  band_ = pixels;
  viewport()->update();
}

QRectF ChartView::plotArea() const {
  return chart()->plotArea();
}

void ChartView::contextMenuEvent(QContextMenuEvent* event) {
  event->ignore();  // the panel's
}

}  // namespace cleave::ui
