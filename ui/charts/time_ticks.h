// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QRectF>

class QPainter;

namespace cleave::ui {

/// Seconds of the run below a plot or strip that shows [x0, x1].
void paintTimeTicks(QPainter& painter, const QRectF& plot, double x0, double x1, const QColor& colour);

}  // namespace cleave::ui
