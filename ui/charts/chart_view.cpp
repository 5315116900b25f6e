// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_view.h"

#include <QChart>
#include <QContextMenuEvent>
#include <QGraphicsLayout>
#include <QLogValueAxis>
#include <QPainter>
#include <QValueAxis>
#include <algorithm>
#include <cmath>

#include "ui/charts/live_plot.h"
#include "ui/charts/plot_overlay.h"
#include "ui/charts/time_ticks.h"
#include "ui/theme/look.h"

namespace cleave::ui {
namespace {

constexpr int kTop = 7;
constexpr int kBottom = 18;
constexpr int kBottomWithoutTimes = 7;
constexpr double kNumberHeight = 12;

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
  scale_.plot = chart()->plotArea();
  connect(chart(), &QChart::plotAreaChanged, this, [this](const QRectF& plot) { scale_.plot = plot; });
}

int ChartView::plotWidth() const {
  return width() - leftMargin_ - LivePlot::kRightMargin;
}

void ChartView::addSeries(const SeriesSpec& spec) {
  series_.emplace_back(spec, *this, colours_).attach(x_, yAxis());
}

QAbstractAxis* ChartView::yAxis() const {
  return scale_.logarithmic ? static_cast<QAbstractAxis*>(logY_) : y_;
}

void ChartView::setPoints(std::size_t series, const QList<QPointF>& points, const QList<QPointF>& low) {
  series_.at(series).setPoints(points, low);
  if (!series_[series].isDrawnByQtCharts()) viewport()->update();
}

void ChartView::setBars(std::size_t series, const QList<QPointF>& tops, double widest) {
  series_.at(series).setBars(tops, widest);
  viewport()->update();
}

void ChartView::setSeriesVisible(std::size_t series, bool visible) {
  series_.at(series).setVisible(visible);
}

void ChartView::setHorizontalRange(XUnit unit, double low, double high) {
  unit_ = unit;
  scale_.x0 = low;
  scale_.x1 = high;
  x_->setRange(low, high);
}

void ChartView::setVerticalTicks(const Ticks& ticks, double high) {
  if (ticks.low == scale_.y0 && high == scale_.y1 && ticks.values == ticks_) return;
  scale_.y0 = ticks.low;
  scale_.y1 = high;
  ticks_ = ticks.values;
  if (scale_.logarithmic) {
    logY_->setRange(scale_.y0, scale_.y1);
  } else {
    y_->setRange(scale_.y0, scale_.y1);
  }
}

void ChartView::setLogarithmic(bool on) {
  scale_.logarithmic = on;
  ticks_.clear();
  for (ChartSeries& series : series_) series.attach(x_, yAxis());
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
  for (ChartSeries& series : series_) series.setColours(colours_);
  viewport()->update();
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

void ChartView::drawBackground(QPainter* painter, const QRectF& rect) {
  QChartView::drawBackground(painter, rect);
  painter->save();
  painter->resetTransform();
  painter->setRenderHint(QPainter::Antialiasing, false);
  paintGrid(*painter, chart()->plotArea());
  paintBars(*painter);
  painter->restore();
}

void ChartView::paintGrid(QPainter& painter, const QRectF& plot) const {
  painter.setFont(textFont(11));
  double free = plot.bottom() + 100;  // upwards from here there is room for a number
  for (const double value : ticks_) {
    const double y = std::round(scale_.toPixels({scale_.x0, value}).y());
    if (y < plot.top() - 1) continue;
    painter.setPen(QPen(colours_.grid, 1));
    painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
    if (y > free) continue;
    free = y - kNumberHeight;
    painter.setPen(colours_.muted);
    painter.drawText(QRectF(0, y - 8, plot.left() - 8, 16), Qt::AlignRight | Qt::AlignVCenter,
                     QString::number(value, 'g', 6));
  }
}

void ChartView::paintBars(QPainter& painter) const {
  painter.setPen(Qt::NoPen);
  QList<QRect> room;
  // Of a stack the top comes first, and lies below the others.
  for (const ChartSeries& series : series_) series.paintBars(painter, scale_, room);
}

void ChartView::drawForeground(QPainter* painter, const QRectF& rect) {
  QChartView::drawForeground(painter, rect);
  painter->save();
  painter->resetTransform();
  painter->setRenderHint(QPainter::Antialiasing);
  const QRectF plot = chart()->plotArea();
  paintTimes(*painter, plot);
  for (const ChartSeries& series : series_) {
    series.paintMarkers(*painter, scale_, colours_.panel, devicePixelRatioF());
  }
  paintTarget(*painter, plot);
  if (mark_) paintMark(*painter, plot, scale_.toPixels({*mark_, scale_.y0}).x(), colours_);
  if (frozen_) paintFrozenChip(*painter, plot, colours_);
  if (band_) paintBand(*painter, plot, *band_, colours_);
  paintCrosshair(*painter, plot);
  if (focusShown_) paintFocus(*painter, plot, colours_);
  painter->restore();
}

void ChartView::paintTimes(QPainter& painter, const QRectF& plot) const {
  if (timesShown_) paintTimeTicks(painter, plot, unit_, scale_.x0, scale_.x1, colours_.muted);
}

void ChartView::paintTarget(QPainter& painter, const QRectF& plot) const {
  if (!target_ || *target_ < scale_.y0) return;  // which a logarithmic axis would put at its end
  const double y = scale_.toPixels({scale_.x0, *target_}).y();
  if (y < plot.top() - 1 || y > plot.bottom()) return;
  painter.setPen(QPen(colours_.violation, 1.4, Qt::DashLine));
  painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
  painter.setFont(textFont(11, QFont::Medium));
  const double width = painter.fontMetrics().horizontalAdvance(targetText_);
  const QRectF box(plot.right() - width - 10, y - 19, width + 10, 16);
  painter.setPen(Qt::NoPen);
  painter.setBrush(withAlpha(colours_.panel, 0.88));
  painter.drawRoundedRect(box, 3, 3);
  painter.setPen(colours_.violation);
  painter.drawText(box, Qt::AlignCenter, targetText_);
}

void ChartView::paintCrosshair(QPainter& painter, const QRectF& plot) const {
  if (!crosshair_) return;
  const double x = scale_.toPixels({*crosshair_, scale_.y0}).x();
  if (x < plot.left() || x > plot.right()) return;
  painter.setPen(QPen(colours_.muted, 1));
  painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
  if (crosshairText_.isEmpty()) return;
  paintReadout(painter, readoutRect(plot, x, crosshairText_, frozen_), crosshairText_, colours_);
}

QRegion ChartView::crosshairRegion() const {
  if (!crosshair_) return {};
  const QRectF plot = chart()->plotArea();
  const double x = scale_.toPixels({*crosshair_, scale_.y0}).x();
  QRegion region(QRectF(x - 2, plot.top() - 1, 4, plot.height() + 2).toAlignedRect());
  if (!crosshairText_.isEmpty()) {
    region += readoutRect(plot, x, crosshairText_, frozen_).adjusted(-2, -2, 2, 2).toAlignedRect();
  }
  return region;
}

}  // namespace cleave::ui
