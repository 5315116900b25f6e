// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainter>
#include <optional>
#include <vector>

#include "ui/charts/xy_axis.h"
#include "ui/charts/xy_curve.h"

namespace cleave::ui {

/// A curve's point near the cursor.
struct XyHit {
  std::size_t curve = 0;
  qsizetype point = 0;
  QPointF pixel = {};
  double distance = 0;  ///< pixels from the cursor; across the line for lines and steps
};

/// Of every shown line the point nearest in x (of a step the one in force), of dots the nearest one, if it is near;
/// nearest first.
std::vector<XyHit> hitsAt(const QPointF& cursor, const std::vector<XyCurve>& curves, const std::vector<bool>& shown,
                          const XyFrame& frame);

/// The cursor's line and what the hits say: "step 1200", then a curve and its value a row.
struct XyReadout {
  struct Row {
    std::optional<std::size_t> curve;
    QString name;
    QString value;
  };
  std::vector<Row> rows;

  /// @param most rows, beside the first
  static XyReadout of(const std::vector<XyHit>& hits, const std::vector<XyCurve>& curves, const QString& xTitle,
                      const QString& yTitle, std::size_t most);
};

void paintReadout(QPainter& painter, const XyReadout& readout, const QPointF& cursor, const XyFrame& frame,
                  const std::vector<XyCurve>& curves, const Colours& colours);

}  // namespace cleave::ui
