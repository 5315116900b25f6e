// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figures/run_figure.h"

#include "ui/figures/paper.h"

namespace cleave::ui {

Figure runFigure(PlotData plot, const RunData& run, const char* name, double widthMm, Table table) {
  plot.xTitle = PaperText::tr("Request");
  plot.xRange = PlotRange{0, std::max(1.0, static_cast<double>(run.records.size()) - 1)};
  const bool any = std::ranges::any_of(plot.curves, [](const PlotCurve& curve) { return anyFinite(curve.points); });
  if (!any && plot.below.empty()) {
    plot.mayBeEmpty = true;
    if (!plot.yRange) plot.yRange = PlotRange{0, 1};
  }
  Figure figure = plotFigure(std::move(plot), widthMm);
  figure.name = QString::fromLatin1(name);
  figure.csv = [table = std::move(table)] { return toCsv(table); };
  return figure;
}

}  // namespace cleave::ui
