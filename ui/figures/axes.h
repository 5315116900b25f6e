// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRectF>
#include <QString>
#include <vector>

#include "ui/charts/nice_ticks.h"
#include "ui/figures/canvas.h"

namespace cleave::ui {

struct Axis {
  QString title;  ///< with its unit: "Latency (ms)"
  Ticks ticks;
  bool logarithmic = false;
};

struct LegendEntry {
  QString text;
  Stroke stroke;
  MarkerShape marker = MarkerShape::None;
  QColor fill;  ///< valid: a filled square instead of a line
};

/// Frame, ticks, titles and legend of a plot, and where a value lies in it.
class Axes {
 public:
  /// Takes the whole canvas but the margins that its texts need.
  Axes(Canvas& canvas, Axis x, Axis y, const std::vector<LegendEntry>& legend = {}, double bottom = 26);

  [[nodiscard]] const QRectF& plot() const { return plot_; }
  [[nodiscard]] QPointF at(double x, double y) const;
  /// Most columns worth drawing: four a point of width.
  [[nodiscard]] int columns() const { return static_cast<int>(plot_.width() * 4); }
  void drawGrid();
  /// `names`: draw the x axis' ticks and title.
  void drawFrame(bool names = true);

 private:
  void drawLegend(const std::vector<LegendEntry>& legend);
  [[nodiscard]] static double part(const Axis& axis, double value);

  Canvas& canvas_;
  Axis x_;
  Axis y_;
  QRectF plot_;
};

QString tickText(double value);

}  // namespace cleave::ui
