// SPDX-License-Identifier: GPL-3.0-or-later
// What ChartView paints over the chart itself.
#include <QChart>
#include <QPainter>
#include <QPixmap>
#include <algorithm>
#include <cmath>

#include "ui/charts/chart_view.h"
#include "ui/charts/plot_overlay.h"
#include "ui/charts/time_ticks.h"
#include "ui/theme/look.h"

namespace cleave::ui {

namespace {

constexpr double kNumberHeight = 12;

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

void ChartView::drawBackground(QPainter* painter, const QRectF& rect) {
  QChartView::drawBackground(painter, rect);
  painter->save();
  painter->resetTransform();
  painter->setRenderHint(QPainter::Antialiasing, false);
  paintGrid(*painter, chart()->plotArea());
  paintBars(*painter, chart()->plotArea());
  painter->restore();
}

void ChartView::paintGrid(QPainter& painter, const QRectF& plot) const {
  painter.setFont(textFont(11));
  double free = plot.bottom() + 100;  // upwards from here there is room for a number
  for (const double value : ticks_) {
    const double y = std::round(toView({x0_, value}).y());
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

void ChartView::paintBars(QPainter& painter, const QRectF& plot) const {
  painter.setPen(Qt::NoPen);
  const int floor = qRound(plot.bottom());
  QList<QRect> bars;
  for (const Entry& entry : entries_) {  // of a stack the top comes first, and lies below the others
    if (entry.bars.isEmpty() || !entry.visible) continue;
    bars.clear();
    for (qsizetype i = 0; i < entry.bars.size(); ++i) {
      const QPointF& top = entry.bars[i];
      const QPointF corner = toView(top);
      const double end = top.x() + entry.widestBar;
      const double right = toView({i + 1 < entry.bars.size() ? std::min(entry.bars[i + 1].x(), end) : end, 0}).x();
      const int x0 = qRound(std::max(corner.x(), plot.left()));
      const int x1 = qRound(std::min(std::max(right, corner.x() + 1), plot.right()));  // a spike is seen
      const int y = qRound(std::max(corner.y(), plot.top()));
      if (x1 > x0 && y < floor) bars.emplaceBack(x0, y, x1 - x0, floor - y);
    }
    painter.setBrush(colourOf(entry.spec));
    painter.drawRects(bars);
  }
}

void ChartView::drawForeground(QPainter* painter, const QRectF& rect) {
  QChartView::drawForeground(painter, rect);
  painter->save();
  painter->resetTransform();
  painter->setRenderHint(QPainter::Antialiasing);
  const QRectF plot = chart()->plotArea();
  paintTimes(*painter, plot);
  paintMarkers(*painter, plot);
  paintTarget(*painter, plot);
  if (mark_) paintMark(*painter, plot, toView({*mark_, y0_}).x(), colours_);
  if (frozen_) paintFrozenChip(*painter, plot, colours_);
  if (band_) paintBand(*painter, plot, *band_, colours_);
  paintCrosshair(*painter, plot);
  if (focusShown_) paintFocus(*painter, plot, colours_);
  painter->restore();
}

void ChartView::paintTimes(QPainter& painter, const QRectF& plot) const {
  if (timesShown_) paintTimeTicks(painter, plot, unit_, x0_, x1_, colours_.muted);
}

void ChartView::paintTarget(QPainter& painter, const QRectF& plot) const {
  if (!target_ || *target_ < y0_) return;  // which a logarithmic axis would put at its end
  const double y = toView({x0_, *target_}).y();
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

void ChartView::paintMarkers(QPainter& painter, const QRectF& plot) const {
  for (const Entry& entry : entries_) {
    if (entry.markers.isEmpty() || !entry.visible) continue;
    // One drawn dot, stamped: a thousand ellipses would take longer than everything else together.
    const double size = entry.spec.width + 2;
    const QPixmap dot =
        dotPixmap(entry.spec.width, colours_.of(entry.spec.colour), colours_.panel, devicePixelRatioF());
    double lastX = -1e9;
    double lastY = 0;
    for (const QPointF& value : entry.markers) {
      if (value.y() < y0_) continue;
      QPointF at = toView(value);
      at.setY(std::max(at.y(), plot.top()));
      // Dots that would hide each other are drawn once.
      if (at.x() < plot.left() || at.x() > plot.right() || (at.x() - lastX < 2 && std::abs(at.y() - lastY) < 3))
        continue;
      painter.drawPixmap(QPointF(at.x() - size / 2, at.y() - size / 2), dot);
      lastX = at.x();
      lastY = at.y();
    }
  }
}

void ChartView::paintCrosshair(QPainter& painter, const QRectF& plot) const {
  if (!crosshair_) return;
  const double x = toView({*crosshair_, y0_}).x();
  if (x < plot.left() || x > plot.right()) return;
  painter.setPen(QPen(colours_.muted, 1));
  painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
  if (crosshairText_.isEmpty()) return;
  paintReadout(painter, readoutRect(plot, x, crosshairText_, frozen_), crosshairText_, colours_);
}

QRegion ChartView::crosshairRegion() const {
  if (!crosshair_) return {};
  const QRectF plot = chart()->plotArea();
  const double x = toView({*crosshair_, y0_}).x();
  QRegion region(QRectF(x - 2, plot.top() - 1, 4, plot.height() + 2).toAlignedRect());
  if (!crosshairText_.isEmpty()) {
    region += readoutRect(plot, x, crosshairText_, frozen_).adjusted(-2, -2, 2, 2).toAlignedRect();
  }
  return region;
}

}  // namespace cleave::ui
