// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFontMetrics>
#include <QPainter>
#include <QRectF>
#include <QStringList>
#include <optional>
#include <vector>

#include "ui/charts/xy_curve.h"

namespace cleave::ui {

/// Entries in rows at a chart's top, after its title; what has no room becomes "+3", which opens a menu.
struct XyLegend {
  struct Entry {
    std::size_t curve = 0;
    QRectF box = {};
    QString text = {};
  };
  std::vector<Entry> entries;
  QRectF more;  ///< "+3"; null where all are shown
  QString moreText;
  double height = 0;

  /// @param indent what the first row leaves free on its left
  static XyLegend layOut(const QStringList& names, const QFontMetrics& metrics, const QRectF& area, double indent,
                         int mostRows);
  [[nodiscard]] std::optional<std::size_t> curveAt(const QPointF& pixel) const;
};

/// A short piece of the curve: its line with its dash, or its dot.
void paintSwatch(QPainter& painter, const QRectF& box, const XyCurve& curve, const QColor& colour);

}  // namespace cleave::ui
