// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scenario/conditions_figure.h"

#include <QCoreApplication>
#include <algorithm>

namespace cleave::ui {
namespace {

struct ConditionsFigure {
  Q_DECLARE_TR_FUNCTIONS(ConditionsFigure)
};

PlotData plotOf(const QString& axis, const std::vector<PreviewBin>& bins, double durationS,
                PlotCurve::Meaning meaning) {
  PlotCurve curve{axis, PlotCurve::Kind::Line, meaning, {}};
  const auto add = [&](double x, const PreviewBin& bin) {
    curve.points << QPointF(x, bin.mean);
    curve.low << QPointF(x, bin.low);
    curve.high << QPointF(x, bin.high);
  };
  const double each = durationS / static_cast<double>(bins.size());
  for (std::size_t i = 0; i < bins.size() && bins.size() > 1; ++i) add((static_cast<double>(i) + 0.5) * each, bins[i]);
  if (bins.size() == 1) add(0, bins.front()), add(durationS, bins.front());  // constant
  PlotData plot;
  plot.yTitle = axis;
  plot.curves = {std::move(curve)};
  plot.fromZero = true;
  return plot;
}

}  // namespace

PlotData plotOf(const ConditionsPreview& preview, bool logarithmic) {
  using Meaning = PlotCurve::Meaning;
  const auto moves = [](const std::vector<PreviewBin>& bins) {
    return std::ranges::any_of(bins, [](const PreviewBin& bin) { return bin.high > 0; });
  };
  PlotData plot = plotOf(ConditionsFigure::tr("Bandwidth (Mbit/s)"), preview.mbps, preview.durationS, Meaning::Link);
  plot.xTitle = ConditionsFigure::tr("Time (s)");
  plot.logY = logarithmic;
  if (!preview.rttMs.empty()) {
    plot.below.push_back(
        plotOf(ConditionsFigure::tr("Round trip (ms)"), preview.rttMs, preview.durationS, Meaning::Link));
  }
  if (moves(preview.deviceLoad)) {
    plot.below.push_back(
        plotOf(ConditionsFigure::tr("Device load"), preview.deviceLoad, preview.durationS, Meaning::Device));
  }
  if (moves(preview.edgeLoad)) {
    plot.below.push_back(plotOf(ConditionsFigure::tr("Edge load"), preview.edgeLoad, preview.durationS, Meaning::Edge));
  }
  return plot;
}

}  // namespace cleave::ui
