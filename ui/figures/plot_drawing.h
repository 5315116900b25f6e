// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figures/axes.h"
#include "ui/figures/plot_lines.h"
#include "ui/figures/plot_style.h"

namespace cleave::ui {

/// Paints one plot of a figure onto its axes.
class PlotDrawing {
 public:
  /// @param place see Axes; its width of numbers and more comes from all plots of the figure
  PlotDrawing(Canvas& canvas, const PlotData& data, const Axis& x, const Axis& y, const AxesPlace& place);
  /// @param names: with the x axis' numbers and title
  void paint(bool names);

  /// What the legend of a plot says; nothing for a single curve.
  static std::vector<LegendEntry> legendOf(const PlotData& data);

 private:
  [[nodiscard]] QPointF at(const QPointF& value) const { return axes_.at(value.x(), value.y()); }
  [[nodiscard]] const PaperRuns& stackRuns();
  [[nodiscard]] std::vector<std::size_t> linesByWidth() const;
  [[nodiscard]] PaperRuns pieces(const std::vector<std::size_t>& run) const;
  void paintArea(const PlotCurve& curve, const PlotStyle& style);
  void paintPiece(const PlotCurve& curve, const std::vector<std::size_t>& rows, const QColor& fill);
  void paintBand(const PlotCurve& curve, const PlotStyle& style);
  void paintLine(const PlotCurve& curve, const PlotStyle& style);
  void paintErrorBars(const PlotCurve& curve, const PlotStyle& style);
  void paintPoints(const PlotCurve& curve, const PlotStyle& style);
  void paintTargets();

  Canvas& canvas_;
  const PlotData& data_;
  std::vector<PlotStyle> styles_;
  Axes axes_;
  PaperRuns stackRuns_;
};

}  // namespace cleave::ui
