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

// Points between the entries of a legend, and between its lines.
inline constexpr double kLegendGap = 11;
inline constexpr double kLegendLine = 11;

/// Where a legend's entries stand, line by line: x from the left of all, y from the first line down.
/// @param widths of the entries @param indent of the first line, for what stands before it
std::vector<QPointF> legendPlaces(const std::vector<double>& widths, double width, double indent);

/// What plots above each other have in common.
struct AxesPlace {
  QRectF area;              ///< with all that belongs to the plot
  double numbers = 0;       ///< least width of the y axis' numbers, so that all plots begin at the same x
  bool titleAbove = false;  ///< the y axis' title stands over the plot, where it needs no height
  double bottom = 26;       ///< for the x axis' numbers and title
};

/// Frame, ticks, titles and legend of a plot, and where a value lies in it. Legends take as many lines as they need.
class Axes {
 public:
  /// Takes the whole canvas but the margins that its texts need.
  Axes(Canvas& canvas, Axis x, Axis y, const std::vector<LegendEntry>& legend = {}, double bottom = 26);
  Axes(Canvas& canvas, Axis x, Axis y, const std::vector<LegendEntry>& legend, const AxesPlace& place);

  /// Width of the widest number at these ticks.
  static double numbersWidth(const Canvas& canvas, const Ticks& ticks);
  /// What a title over the plot takes before the legend.
  static double titleWidth(const Canvas& canvas, const QString& title);
  /// Lines that a legend takes beside what stands before it.
  static int legendLines(const Canvas& canvas, const std::vector<LegendEntry>& legend, double width, double indent);

  [[nodiscard]] const QRectF& plot() const { return plot_; }
  [[nodiscard]] QPointF at(double x, double y) const;
  /// Whether the axes can show it at all, within their ends or not.
  [[nodiscard]] bool shows(const QPointF& value) const;
  /// Most columns worth drawing: four a point of width.
  [[nodiscard]] int columns() const { return static_cast<int>(plot_.width() * 4); }
  void drawGrid();
  /// `names`: draw the x axis' ticks and title.
  void drawFrame(bool names = true);

 private:
  void drawLegend(const std::vector<LegendEntry>& legend);
  [[nodiscard]] double titleIndent() const;
  [[nodiscard]] static double part(const Axis& axis, double value);

  Canvas& canvas_;
  Axis x_;
  Axis y_;
  QRectF area_;
  bool titleAbove_;
  QRectF plot_;
};

QString tickText(double value);

}  // namespace cleave::ui
