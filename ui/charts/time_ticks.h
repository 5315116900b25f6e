// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QRectF>
#include <QString>

#include "ui/charts/x_unit.h"

class QPainter;

namespace cleave::ui {

/// Seconds of the run ("12.5 s") or request numbers ("#1,200") below a plot or strip that shows [x0, x1].
void paintTimeTicks(QPainter& painter, const QRectF& plot, XUnit unit, double x0, double x1, const QColor& colour);

/// One place as its axis writes it, so exact that places `step` apart differ.
QString formatX(XUnit unit, double x, double step);

}  // namespace cleave::ui
