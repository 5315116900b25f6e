// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSet>
#include <QSize>
#include <QString>
#include <optional>
#include <vector>

#include "ui/charts/xy_axis.h"
#include "ui/charts/xy_curve.h"
#include "ui/charts/xy_legend.h"

namespace cleave::ui {

/// What an XyChart shows, and how the user wants to see it.
struct XyContent {
  QString xTitle, yTitle, emptyText;
  QString highlighted;  ///< name of a curve; empty or unknown: none
  bool logX = false, logY = false, legendVisible = true;
  std::optional<XyRange> rangeX, rangeY;  ///< shown while not zoomed; nullopt: all there is
  std::optional<XyRange> zoomX, zoomY;
  std::vector<XyCurve> curves;
  std::vector<XyMark> marks;
  QSet<QString> hidden;  ///< names of curves

  [[nodiscard]] bool isVisible(const XyCurve& curve) const { return !hidden.contains(curve.name); }
  /// One entry per curve.
  [[nodiscard]] std::vector<bool> visible() const;
  /// No curve has a point that its axes can show.
  [[nodiscard]] bool isEmpty() const;
  /// The range of an axis while it is not zoomed.
  [[nodiscard]] XyRange wholeX() const { return rangeX ? *rangeX : extent(true); }
  [[nodiscard]] XyRange wholeY() const { return rangeY ? *rangeY : extent(false); }

 private:
  [[nodiscard]] XyRange extent(bool x) const;
};

/// Where the parts of a chart of some size lie, in pixels.
struct XyLayout {
  QSize size;
  XyFrame frame;
  XyLegend legend;
  std::vector<double> ticksX, ticksY;

  static XyLayout of(const XyContent& content, const QSize& size);

 private:
  void placeAxes(const XyContent& content, double left, double top);
};

}  // namespace cleave::ui
