// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QList>
#include <QPointF>
#include <QString>
#include <QStringList>
#include <vector>

#include "ui/theme/colours.h"

namespace cleave::ui {

/// One named curve of an XyChart. Points that are not finite are gaps; on a logarithmic axis, so is what is not above
/// zero.
struct XyCurve {
  enum class Kind { Line, Step, Points };

  QString name;
  QColor colour = {};  ///< invalid: by its place among the curves, from the theme (seriesColour)
  Qt::PenStyle dash = Qt::SolidLine;
  Kind kind = Kind::Line;
  QList<QPointF> points = {};
  /// Of a line or step: the edges of its band, x ascending. Of points: one each, the ends of its error bars, across
  /// where the y differ and along where the x do. Both empty: none.
  QList<QPointF> low = {}, high = {};
  QStringList labels = {};  ///< of points: one each, written beside it where there is room
};

/// A line across the whole plot that says what it is: a target, a limit.
struct XyMark {
  Qt::Orientation orientation = Qt::Horizontal;
  double value = 0;
  QString label = {};
  ColourRole colour = ColourRole::Violation;
};

/// The colours of curves that have none of their own: Okabe-Ito, made darker or lighter until they read on the panel.
QColor seriesColour(const Colours& colours, std::size_t index);

/// Comma-separated, one row a point: curve, x, y, and low and high where a curve has them.
QString toCsv(const std::vector<XyCurve>& curves, const QString& xTitle, const QString& yTitle);

}  // namespace cleave::ui
