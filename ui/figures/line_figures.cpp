// SPDX-License-Identifier: GPL-3.0-or-later
// Accuracy and bandwidth over a run.
#include <algorithm>
#include <cmath>

#include "ui/charts/reduction.h"
#include "ui/charts/statistics.h"
#include "ui/figures/axes.h"
#include "ui/figures/figure.h"

namespace cleave::ui {
namespace {

struct Running {
  std::size_t request;
  double share, low, high;
};

/// Share of correct results so far, with its interval, after each labelled request.
std::vector<Running> runningAccuracy(const RunData& run) {
  std::vector<Running> result;
  std::uint64_t labelled = 0;
  std::uint64_t correct = 0;
  for (std::size_t i = 0; i < run.records.size(); ++i) {
    if (run.records[i].label < 0) continue;
    ++labelled;
    correct += run.records[i].correct() ? 1 : 0;
    const Interval interval = wilson95(correct, labelled);
    result.push_back({i, static_cast<double>(correct) / static_cast<double>(labelled), interval.low, interval.high});
  }
  return result;
}

Ticks requestTicks(std::size_t count) {
  const double last = static_cast<double>(std::max<std::size_t>(2, count) - 1);
  Ticks ticks = niceTicks(0, last, 6);
  ticks.high = last;
  while (ticks.values.back() > last) ticks.values.pop_back();
  return ticks;
}

void drawAccuracy(Canvas& canvas, const RunData& run) {
  const auto points = runningAccuracy(run);
  // The first dozen say nothing yet, and their band would take the whole axis.
  const std::size_t first = points.size() > 40 ? 15 : 0;
  const std::size_t settled = points.size() > 160 ? 40 : first;
  double low = 1;
  double high = 0;
  for (std::size_t i = settled; i < points.size(); ++i) {
    low = std::min(low, points[i].low);
    high = std::max(high, points[i].high);
  }
  if (points.empty()) low = 0, high = 1;
  Ticks y = niceTicks(100 * low, 100 * high, 6);
  if (y.high > 100) y = niceTicks(y.low, 100, 6);
  Axes axes(canvas, {QStringLiteral("Request"), requestTicks(run.records.size()), false},
            {QStringLiteral("Accuracy (%)"), y, false},
            {{QStringLiteral("so far"), {paper::kExit, paper::kLine, Dash::Solid}, MarkerShape::None, {}},
             {QStringLiteral("95 % interval"), {}, MarkerShape::None, paper::kExitFill}});
  axes.drawGrid();
  const auto kept = reduceMinMax(
      first, points.size(), 0, static_cast<double>(std::max<std::size_t>(2, run.records.size())), axes.columns(),
      [&](std::size_t i) { return static_cast<double>(points[i].request); },
      [&](std::size_t i) { return points[i].share; });
  QPolygonF band, line;
  for (const std::size_t i : kept) {
    band << axes.at(static_cast<double>(points[i].request), 100 * points[i].high);
    line << axes.at(static_cast<double>(points[i].request), 100 * points[i].share);
  }
  for (auto i = kept.rbegin(); i != kept.rend(); ++i)
    band << axes.at(static_cast<double>(points[*i].request), 100 * points[*i].low);
  canvas.clip(axes.plot());
  canvas.fill(band, paper::kExitFill);
  canvas.polyline(line, {paper::kExit, paper::kLine, Dash::Solid});
  canvas.unclip();
  axes.drawFrame();
}

void drawBandwidth(Canvas& canvas, const RunData& run) {
  const auto& records = run.records;
  double low = INFINITY;
  double high = 0;
  for (const auto& record : records) {
    for (const double value : {record.bandwidthMbps, record.estimateMbps}) {
      if (!(value > 0)) continue;
      low = std::min(low, value);
      high = std::max(high, value);
    }
  }
  const bool logarithmic = high > 30 * low;
  const Ticks y = logarithmic ? logTicks(low, high) : niceTicks(0, high > 0 ? high : 1, 6);
  Axes axes(canvas, {QStringLiteral("Request"), requestTicks(records.size()), false},
            {QStringLiteral("Bandwidth (Mbit/s)"), y, logarithmic},
            {{QStringLiteral("measured"), {paper::kLink, 0.7, Dash::Solid}, MarkerShape::None, {}},
             {QStringLiteral("estimate"), {paper::kEdge, paper::kLine, Dash::Dashed}, MarkerShape::None, {}}});
  axes.drawGrid();
  const auto draw = [&](double RequestRecord::*member, const Stroke& stroke) {
    const auto value = [&](std::size_t i) { return records[i].*member > 0 ? records[i].*member : std::nan(""); };
    const auto index = [](std::size_t i) { return static_cast<double>(i); };
    QPolygonF line;
    for (const std::size_t i :
         reduceMinMax(0, records.size(), 0, static_cast<double>(std::max<std::size_t>(2, records.size())),
                      axes.columns(), index, value)) {
      line << axes.at(index(i), value(i));
    }
    canvas.polyline(line, stroke);
  };
  draw(&RequestRecord::bandwidthMbps, {paper::kLink, 0.7, Dash::Solid});
  draw(&RequestRecord::estimateMbps, {paper::kEdge, paper::kLine, Dash::Dashed});
  axes.drawFrame();
}

}  // namespace

Figure accuracyFigure(const RunData& run) {
  Table table{{"request", "accuracy", "low", "high"}, {}};
  for (const Running& point : runningAccuracy(run)) {
    table.rows.push_back(
        {std::to_string(run.records[point.request].id), cell(point.share), cell(point.low), cell(point.high)});
  }
  return {QStringLiteral("accuracy"), kOneColumnMm, 156, [&run](Canvas& canvas) { drawAccuracy(canvas, run); },
          std::move(table)};
}

Figure bandwidthFigure(const RunData& run) {
  Table table{{"request", "start_s", "measured_mbps", "estimate_mbps", "rtt_ms", "payload_bytes"}, {}};
  for (const auto& record : run.records) {
    table.rows.push_back({std::to_string(record.id), cell(record.startS), cell(record.bandwidthMbps),
                          cell(record.estimateMbps), cell(record.rttMs), std::to_string(record.payloadBytes)});
  }
  return {QStringLiteral("bandwidth"), kOneColumnMm, 156, [&run](Canvas& canvas) { drawBandwidth(canvas, run); },
          std::move(table)};
}

}  // namespace cleave::ui
