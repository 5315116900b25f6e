// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainter>
#include <vector>

#include "ui/charts/xy_layout.h"
#include "ui/charts/xy_readout.h"

namespace cleave::ui {

/// Draws an XyChart. Made for one drawing.
class XyChartPainter {
 public:
  XyChartPainter(QPainter& painter, const XyContent& content, const XyLayout& layout, const Colours& colours)
      : painter_(painter), content_(content), layout_(layout), frame_(layout.frame), colours_(colours) {}

  /// Everything but what follows the pointer.
  void paint();
  /// What is at the pointer: a line, dots, and the readout's box.
  void paintCursor(const QPointF& cursor, const XyReadout& readout);
  /// The rectangle that is being dragged.
  void paintDrag(const QPointF& from, const QPointF& to);

 private:
  [[nodiscard]] QColor colourOf(std::size_t curve) const;
  void paintAxes();
  std::vector<QRectF> paintMarks();  ///< returns where their labels are
  void paintLegend();

  QPainter& painter_;
  const XyContent& content_;
  const XyLayout& layout_;
  const XyFrame& frame_;  ///< of the layout
  const Colours& colours_;
};

}  // namespace cleave::ui
