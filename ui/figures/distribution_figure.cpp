// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cmath>

#include "core/statistics/quantile.h"
#include "ui/figures/axes.h"
#include "ui/figures/figure.h"
#include "ui/figures/paper.h"

namespace cleave::ui {
namespace {

struct Curve {
  QString name;
  std::vector<double> sorted;
  Stroke stroke;
  MarkerShape marker;
};

std::vector<Curve> curves(const RunData& run) {
  std::vector<Curve> result{
      {PaperText::tr("total"), {}, {paper::kInk, 1.2, Dash::Solid}, MarkerShape::None},
      {PaperText::tr("device"), {}, {paper::kDevice, paper::kLine, Dash::Dashed}, MarkerShape::Disc},
      {PaperText::tr("link"), {}, {paper::kLink, paper::kLine, Dash::Dotted}, MarkerShape::Diamond},
      {PaperText::tr("edge"), {}, {paper::kEdge, paper::kLine, Dash::DashDot}, MarkerShape::Square}};
  for (const auto& record : run.records) {
    if (record.outcome == Outcome::Failed) continue;
    const std::array values{record.totalMs, record.deviceMs(), record.linkMs(), record.edgeMs()};
    for (std::size_t i = 0; i < values.size(); ++i) result[i].sorted.push_back(values[i]);
  }
  for (Curve& curve : result) std::sort(curve.sorted.begin(), curve.sorted.end());
  return result;
}

void drawDistribution(Canvas& canvas, const RunData& run) {
  const auto all = curves(run);
  // Up to the 99.5th percentile: one lost second would squeeze everything else.
  const double highest = all[0].sorted.empty() ? 1 : std::max(quantileOfSorted(all[0].sorted, 0.995), 1e-3);
  const double target = run.records.empty() ? 0 : run.records.back().targetMs;
  std::vector<LegendEntry> legend;
  for (const Curve& curve : all) legend.push_back({curve.name, curve.stroke, curve.marker, {}});
  const Ticks x = niceTicks(0, std::max(highest, target * 1.05), 6);
  Axes axes(canvas, {PaperText::tr("Latency (ms)"), x, false}, {PaperText::tr("CDF"), niceTicks(0, 1, 6), false},
            legend);
  axes.drawGrid();
  if (target > 0) {
    const QPointF foot = axes.at(target, 0);
    canvas.line(foot, axes.at(target, 1), {paper::kViolation, paper::kLine, Dash::Dashed});
    canvas.text(axes.at(target, 0) + QPointF(-3, -4), PaperText::tr("target"), Qt::AlignLeft | Qt::AlignBottom, -90,
                paper::kViolation);
  }
  canvas.clip(axes.plot().adjusted(0, -2, 1, 1));
  for (auto curve = all.rbegin(); curve != all.rend(); ++curve) {  // the total on top
    const auto& sorted = curve->sorted;
    if (sorted.empty()) continue;
    const std::size_t steps = std::min<std::size_t>(sorted.size(), 400);
    QPolygonF line{axes.at(sorted.front(), 0)};
    for (std::size_t i = 1; i <= steps; ++i) {
      const double q = static_cast<double>(i) / static_cast<double>(steps);
      line << axes.at(quantileOfSorted(sorted, q), q);
    }
    line << axes.at(x.high, 1);
    canvas.polyline(line, curve->stroke);
    for (const double q : {0.1, 0.3, 0.5, 0.7, 0.9})
      canvas.marker(axes.at(quantileOfSorted(sorted, q), q), curve->marker, curve->stroke.colour);
  }
  canvas.unclip();
  axes.drawFrame();
}

}  // namespace

Figure distributionFigure(const RunData& run) {
  Table table{{"share", "total_ms", "device_ms", "link_ms", "edge_ms"}, {}};
  const auto all = curves(run);
  for (int i = 0; i <= 1000; ++i) {
    const double q = i / 1000.0;
    std::vector<std::string> row{cell(q)};
    for (const Curve& curve : all) row.push_back(cell(quantileOfSorted(curve.sorted, q)));
    table.rows.push_back(std::move(row));
  }
  return {QStringLiteral("latency_cdf"), kOneColumnMm, 172, [&run](Canvas& canvas) { drawDistribution(canvas, run); },
          [table = std::move(table)] { return toCsv(table); }};
}

}  // namespace cleave::ui
