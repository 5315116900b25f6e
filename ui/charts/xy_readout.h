// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainter>
#include <optional>
#include <vector>

#include "ui/charts/xy_axis.h"
#include "ui/charts/xy_curve.h"

namespace cleave::ui {

/// What a curve is at the cursor.
struct XyHit {
  std::size_t curve = 0;
  qsizetype point = 0;  ///< the nearest one; of a step the one in force
  QPointF value = {};   ///< that point, or what lies on the line between two
  QPointF pixel = {};
  double distance = 0;  ///< pixels from the cursor; across the line for lines and steps
};

/// All shown lines at one x, that of the data nearest to the cursor; of dots the nearest one, if it is near. Nearest
/// first.
std::vector<XyHit> hitsAt(const QPointF& cursor, const std::vector<XyCurve>& curves, const std::vector<bool>& shown,
                          const XyFrame& frame);

/// What the hits say: "step 1200", then a curve and its value a row.
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
