// SPDX-License-Identifier: GPL-3.0-or-later
// What ChartView paints over the chart itself.
#include <QChart>
#include <QPainter>
#include <cmath>

#include "ui/charts/chart_view.h"
#include "ui/charts/time_ticks.h"
#include "ui/theme/look.h"

namespace cleave::ui {

void ChartView::drawBackground(QPainter* painter, const QRectF& rect) {
  QChartView::drawBackground(painter, rect);
  painter->save();
  painter->resetTransform();
  painter->setRenderHint(QPainter::Antialiasing, false);
  paintGrid(*painter, chart()->plotArea());
  painter->restore();
}

void ChartView::paintGrid(QPainter& painter, const QRectF& plot) const {
  painter.setFont(textFont(11));
  for (const double value : ticks_) {
    const double y = std::round(toView({x0_, value}).y());
    if (y < plot.top() - 1) continue;
    painter.setPen(QPen(colours_.grid, 1));
    painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
    painter.setPen(colours_.muted);
    painter.drawText(QRectF(0, y - 8, plot.left() - 8, 16), Qt::AlignRight | Qt::AlignVCenter,
                     QString::number(value, 'g', 6));
  }
}

void ChartView::drawForeground(QPainter* painter, const QRectF& rect) {
  QChartView::drawForeground(painter, rect);
  painter->save();
  painter->resetTransform();
  const QRectF plot = chart()->plotArea();
  paintTimes(*painter, plot);
  paintMarkers(*painter, plot);
  paintTarget(*painter, plot);
  paintCrosshair(*painter, plot);
  painter->restore();
}

void ChartView::paintTimes(QPainter& painter, const QRectF& plot) const {
  paintTimeTicks(painter, plot, x0_, x1_, colours_.muted);
}

void ChartView::paintTarget(QPainter& painter, const QRectF& plot) const {
  if (!target_) return;
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
    if (entry.markers.isEmpty()) continue;
    const double radius = entry.spec.width / 2;
    painter.setPen(QPen(colours_.panel, 1));
    painter.setBrush(colours_.of(entry.spec.colour));
    double lastX = -1e9;
    double lastY = 0;
    for (const QPointF& value : entry.markers) {
      QPointF at = toView(value);
      at.setY(std::max(at.y(), plot.top()));
      // Dots that would hide each other are drawn once: thousands may fall into one second.
      if (at.x() < plot.left() || (at.x() - lastX < radius && std::abs(at.y() - lastY) < radius)) continue;
      painter.drawEllipse(at, radius, radius);
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
  painter.setFont(textFont(11));
  const double width = painter.fontMetrics().horizontalAdvance(crosshairText_) + 14;
  const double left = x + 8 + width > plot.right() ? x - 8 - width : x + 8;
  const QRectF box(left, plot.top() + 2, width, 20);
  painter.setPen(QPen(colours_.border, 1));
  painter.setBrush(colours_.panel);
  painter.drawRoundedRect(box, 4, 4);
  painter.setPen(colours_.text);
  painter.drawText(box, Qt::AlignCenter, crosshairText_);
}

}  // namespace cleave::ui
