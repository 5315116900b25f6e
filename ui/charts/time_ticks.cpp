// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/time_ticks.h"

#include <QPainter>
#include <algorithm>

#include "ui/charts/nice_ticks.h"
#include "ui/theme/look.h"

namespace cleave::ui {

void paintTimeTicks(QPainter& painter, const QRectF& plot, double x0, double x1, const QColor& colour) {
  painter.setFont(textFont(11));
  painter.setPen(colour);
  for (const double value : niceTicks(x0, x1, plot.width() < 400 ? 7 : 13).values) {
    const double x = plot.left() + (value - x0) / (x1 - x0) * plot.width();
    if (x < plot.left() - 1 || x > plot.right() + 1) continue;
    const QString text = QString::number(value) + QStringLiteral(" s");
    const double width = painter.fontMetrics().horizontalAdvance(text);
    painter.drawText(QPointF(std::min(x - width / 2, plot.right() - width), plot.bottom() + 14), text);
  }
}

}  // namespace cleave::ui
