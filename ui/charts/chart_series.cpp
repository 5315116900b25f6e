// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_series.h"

#include <QAreaSeries>
#include <QChart>
#include <QChartView>
#include <QLineSeries>
#include <QPainter>
#include <QPixmap>
#include <algorithm>
#include <cmath>

namespace cleave::ui {
namespace {

QPixmap dotPixmap(double diameter, const QColor& fill, const QColor& rim, double ratio) {
  const double size = diameter + 2;
  QPixmap pixmap(static_cast<int>(std::ceil(size * ratio)), static_cast<int>(std::ceil(size * ratio)));
  pixmap.setDevicePixelRatio(ratio);
  pixmap.fill(Qt::transparent);
  QPainter painter(&pixmap);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(rim, 1));
  painter.setBrush(fill);
  painter.drawEllipse(QPointF(size / 2, size / 2), diameter / 2, diameter / 2);
  return pixmap;
}

}  // namespace

QPointF ChartScale::toPixels(const QPointF& value) const {
  const double part =
      logarithmic ? std::log(std::max(value.y(), y0) / y0) / std::log(y1 / y0) : (value.y() - y0) / (y1 - y0);
  return {plot.left() + (value.x() - x0) / (x1 - x0) * plot.width(), plot.bottom() - part * plot.height()};
}

ChartSeries::ChartSeries(const SeriesSpec& spec, QChartView& view, const Colours& colours) : spec_(spec) {
  if (spec.kind != SeriesSpec::Kind::Markers) {
    line_ = new QLineSeries(&view);
    if (spec.kind == SeriesSpec::Kind::Band) low_ = new QLineSeries(&view);
    if (spec.kind == SeriesSpec::Kind::Band || spec.kind == SeriesSpec::Kind::Area) {
      area_ = new QAreaSeries(line_, low_);
      view.chart()->addSeries(area_);
    } else {
      view.chart()->addSeries(line_);
    }
  }
  setColours(colours);
}

void ChartSeries::attach(QAbstractAxis* x, QAbstractAxis* y) {
  QAbstractSeries* series = area_ ? static_cast<QAbstractSeries*>(area_) : line_;
  if (!series) return;
  for (QAbstractAxis* axis : series->attachedAxes()) series->detachAxis(axis);
  series->attachAxis(x);
  series->attachAxis(y);
}

void ChartSeries::setVisible(bool visible) {
  visible_ = visible;
  if (area_) {
    area_->setVisible(visible);
  } else if (line_) {
    line_->setVisible(visible);
  }
}

void ChartSeries::setColours(const Colours& colours) {
  markerColour_ = colours.of(spec_.colour);
  colour_ = withAlpha(markerColour_, spec_.opacity);
  // Wide areas in full colour would shout; they lie over each other, so they are paler, not transparent.
  if (spec_.kind == SeriesSpec::Kind::Area) colour_ = mix(colour_, colours.panel, 0.15);
  if (area_) {
    area_->setPen(Qt::NoPen);
    area_->setBrush(colour_);
  } else if (line_) {
    // Flat caps: the raster engine draws those lines directly, and strokes round ones as paths, many times slower.
    line_->setPen(QPen(colour_, spec_.width, Qt::SolidLine, Qt::FlatCap, Qt::BevelJoin));
  }
}

void ChartSeries::setPoints(const QList<QPointF>& points, const QList<QPointF>& low) {
  if (!line_) {
    markers_ = points;
    return;
  }
  bars_.clear();
  // replace(), never append(): append is quadratic in Qt Charts.
  if (low_) low_->replace(low);
  line_->replace(points);
}

void ChartSeries::setBars(const QList<QPointF>& tops, double widest) {
  if (line_->count() > 0) line_->replace(QList<QPointF>());
  bars_ = tops;
  widestBar_ = widest;
}

void ChartSeries::paintBars(QPainter& painter, const ChartScale& scale, QList<QRect>& room) const {
  if (bars_.isEmpty() || !visible_) return;
  const QRectF& plot = scale.plot;
  const int floor = qRound(plot.bottom());
  room.clear();
  for (qsizetype i = 0; i < bars_.size(); ++i) {
    const QPointF& top = bars_[i];
    const QPointF corner = scale.toPixels(top);
    const double end = top.x() + widestBar_;
    const double right = scale.toPixels({i + 1 < bars_.size() ? std::min(bars_[i + 1].x(), end) : end, 0}).x();
    const int x0 = qRound(std::max(corner.x(), plot.left()));
    const int x1 = qRound(std::min(std::max(right, corner.x() + 1), plot.right()));  // a spike is seen
    const int y = qRound(std::max(corner.y(), plot.top()));
    if (x1 > x0 && y < floor) room.emplaceBack(x0, y, x1 - x0, floor - y);
  }
  painter.setBrush(colour_);
  painter.drawRects(room);
}

void ChartSeries::paintMarkers(QPainter& painter, const ChartScale& scale, const QColor& rim, double ratio) const {
  if (markers_.isEmpty() || !visible_) return;
  const QRectF& plot = scale.plot;
  // One drawn dot, stamped: a thousand ellipses would take longer than everything else together.
  const double size = spec_.width + 2;
  const QPixmap dot = dotPixmap(spec_.width, markerColour_, rim, ratio);
  double lastX = -1e9;
  double lastY = 0;
  for (const QPointF& value : markers_) {
    if (value.y() < scale.y0) continue;
    QPointF at = scale.toPixels(value);
    at.setY(std::max(at.y(), plot.top()));
    // Dots that would hide each other are drawn once.
    if (at.x() < plot.left() || at.x() > plot.right() || (at.x() - lastX < 2 && std::abs(at.y() - lastY) < 3)) continue;
    painter.drawPixmap(QPointF(at.x() - size / 2, at.y() - size / 2), dot);
    lastX = at.x();
    lastY = at.y();
  }
}

}  // namespace cleave::ui
