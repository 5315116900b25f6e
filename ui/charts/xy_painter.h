// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainter>
#include <vector>

#include "ui/charts/xy_axis.h"
#include "ui/charts/xy_curve.h"

namespace cleave::ui {

/// The polylines that show `points` in the frame, in pixels: gaps part them, what lies outside in x is left out, and
/// long ones are reduced to the least and the greatest value of each pixel column.
std::vector<QPolygonF> polylines(const QList<QPointF>& points, const XyFrame& frame, bool steps);

enum class Emphasis { Normal, Strong, Faded };

void paintBand(QPainter& painter, const XyCurve& curve, const XyFrame& frame, const QColor& colour, Emphasis emphasis);
void paintCurve(QPainter& painter, const XyCurve& curve, const XyFrame& frame, const QColor& colour, Emphasis emphasis);

/// Writes the points' labels beside them, where they hide neither each other nor a point nor what is `taken`.
void paintLabels(QPainter& painter, const std::vector<XyCurve>& curves, const std::vector<bool>& shown,
                 const XyFrame& frame, const QColor& ink, std::vector<QRectF> taken);

}  // namespace cleave::ui
