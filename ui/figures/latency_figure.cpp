// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cmath>

#include "ui/charts/reduction.h"
#include "ui/figures/axes.h"
#include "ui/figures/figure.h"

namespace cleave::ui {
namespace {

bool measured(const RequestRecord& record) {
  return record.outcome != Outcome::Failed;
}

double stacked(const RequestRecord& record, int bands) {
  double sum = record.deviceMs();
  if (bands > 1) sum += record.linkMs();
  return bands > 2 ? std::max(sum, record.totalMs) : sum;
}

void drawLatency(Canvas& canvas, const RunData& run) {
  const auto& records = run.records;
  const std::size_t count = records.size();
  double highest = 1;
  for (const auto& record : records)
    highest = std::max({highest, measured(record) ? record.totalMs : 0, record.targetMs * 1.1});
  const bool targets =
      std::any_of(records.begin(), records.end(), [](const auto& record) { return record.targetMs > 0; });
  std::vector<LegendEntry> legend{{QStringLiteral("device"), {}, MarkerShape::None, paper::kDeviceFill},
                                  {QStringLiteral("transmit"), {}, MarkerShape::None, paper::kLinkFill},
                                  {QStringLiteral("edge"), {}, MarkerShape::None, paper::kEdgeFill}};
  if (targets) {
    legend.push_back(
        {QStringLiteral("target"), {paper::kViolation, paper::kLine, Dash::Dashed}, MarkerShape::None, {}});
    legend.push_back({QStringLiteral("violation"), {paper::kViolation, 0, Dash::Solid}, MarkerShape::Cross, {}});
  }
  Ticks x = niceTicks(0, static_cast<double>(std::max<std::size_t>(1, count - 1)), 11);
  x.high = static_cast<double>(std::max<std::size_t>(1, count - 1));
  while (x.values.back() > x.high) x.values.pop_back();
  Axes axes(canvas, {QStringLiteral("Request"), x, false},
            {QStringLiteral("Latency (ms)"), niceTicks(0, highest, 6), false}, legend);
  axes.drawGrid();
  // All three bands through the same requests, so that they stack in every column.
  const auto kept = reduceMinMax(
      0, count, 0, x.high, axes.columns(), [](std::size_t i) { return static_cast<double>(i); },
      [&](std::size_t i) { return measured(records[i]) ? records[i].totalMs : std::nan(""); });
  const std::array colours{paper::kDeviceFill, paper::kLinkFill, paper::kEdgeFill};
  for (int bands = 3; bands >= 1 && !kept.empty(); --bands) {
    QPolygonF area{axes.at(static_cast<double>(kept.front()), 0)};
    for (const std::size_t i : kept) area << axes.at(static_cast<double>(i), stacked(records[i], bands));
    area << axes.at(static_cast<double>(kept.back()), 0);
    canvas.fill(area, colours[static_cast<std::size_t>(bands - 1)]);
  }
  QPolygonF target;
  double lastX = -1e9;
  for (std::size_t i = 0; i < count; ++i) {
    if (records[i].targetMs <= 0) continue;
    const QPointF at = axes.at(static_cast<double>(i), records[i].targetMs);
    if (target.isEmpty() || target.back().y() != at.y()) {
      if (!target.isEmpty()) target << QPointF(at.x(), target.back().y());
      target << at;
    } else if (i + 1 == count) {
      target << at;
    }
    if (!records[i].violatesTarget()) continue;
    const QPointF mark =
        axes.at(static_cast<double>(i), measured(records[i]) ? records[i].totalMs : records[i].targetMs);
    if (mark.x() - lastX < 1.5) continue;  // closer together they would be one blot
    canvas.marker(mark, MarkerShape::Cross, paper::kViolation, 2.6);
    lastX = mark.x();
  }
  canvas.polyline(target, {paper::kViolation, paper::kLine, Dash::Dashed});
  axes.drawFrame();
}

}  // namespace

Figure latencyFigure(const RunData& run) {
  Table table{
      {"request", "start_s", "device_ms", "transmit_ms", "edge_ms", "total_ms", "target_ms", "violation", "outcome"},
      {}};
  for (const auto& record : run.records) {
    table.rows.push_back({std::to_string(record.id), cell(record.startS), cell(record.deviceMs()),
                          cell(record.linkMs()), cell(record.edgeMs()), cell(record.totalMs), cell(record.targetMs),
                          record.violatesTarget() ? "1" : "0", std::string(toText(record.outcome))});
  }
  return {QStringLiteral("latency"), kTwoColumnsMm, 166, [&run](Canvas& canvas) { drawLatency(canvas, run); },
          std::move(table)};
}

}  // namespace cleave::ui
