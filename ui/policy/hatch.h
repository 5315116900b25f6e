// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainter>

namespace cleave::ui {

/// A cell of something that cannot be chosen: slanting lines on its ground. Vector, so that it prints.
inline void hatchCell(QPainter& painter, const QRectF& at, const QColor& ground, const QColor& lines) {
  painter.save();
  painter.setPen(Qt::NoPen);
  painter.setBrush(ground);
  painter.drawRoundedRect(at, 2, 2);
  painter.setClipRect(at, Qt::IntersectClip);
  painter.setPen(QPen(lines, 0.8));
  constexpr double kStep = 4.5;
  for (double x = at.left() - at.height(); x < at.right(); x += kStep) {
    painter.drawLine(QPointF(x, at.bottom()), QPointF(x + at.height(), at.top()));
  }
  painter.restore();
}

}  // namespace cleave::ui
