// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainter>

namespace cleave::ui {

/// A cell of something that cannot be chosen: slanting lines. A pattern, since there are hundreds of these.
inline void hatchCell(QPainter& painter, const QRectF& at, const QColor& lines) {
  painter.fillRect(at.toRect(), QBrush(lines, Qt::BDiagPattern));
}

/// A coloured cell, its corners rounded where that can be seen: hundreds of small paths would take milliseconds.
inline void fillCell(QPainter& painter, const QRectF& at, const QColor& colour) {
  if (at.height() < 12 || at.width() < 12) {
    painter.fillRect(at, colour);
    return;
  }
  painter.setPen(Qt::NoPen);
  painter.setBrush(colour);
  painter.drawRoundedRect(at, 2.5, 2.5);
}

}  // namespace cleave::ui
