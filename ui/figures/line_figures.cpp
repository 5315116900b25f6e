// SPDX-License-Identifier: GPL-3.0-or-later
// Accuracy and bandwidth over a run.
#include <algorithm>
#include <cmath>

#include "core/statistics/proportion.h"
#include "ui/charts/nice_ticks.h"
#include "ui/figures/paper.h"
#include "ui/figures/run_figure.h"

namespace cleave::ui {
namespace {

using Kind = PlotCurve::Kind;
using Meaning = PlotCurve::Meaning;

constexpr double kDecades = 30;  // a link that moves further is drawn logarithmically

struct Running {
  std::size_t request;
  double share, low, high;
};

/// Share of correct results so far, with its interval, which is clustered by image, after each labelled request.
std::vector<Running> runningAccuracy(const RunData& run) {
  std::vector<Running> result;
  ClusteredTally tally;
  for (std::size_t i = 0; i < run.records.size(); ++i) {
    if (run.records[i].label < 0) continue;
    tally.add(run.records[i].frame, run.records[i].correct());
    const Proportion share = tally.proportion();
    result.push_back({i, share.value, share.low, share.high});
  }
  return result;
}

PlotData accuracyPlot(const std::vector<Running>& points) {
  PlotCurve curve{PaperText::tr("running mean"), Kind::Line, Meaning::Exit, {}};
  curve.bandName = PaperText::tr("95 % interval");
  // The first dozen say nothing yet, and their band would take the whole axis.
  const std::size_t first = points.size() > 40 ? 15 : 0;
  const std::size_t settled = points.size() > 160 ? 40 : first;
  double low = 1;
  double high = 0;
  for (std::size_t i = first; i < points.size(); ++i) {
    const auto x = static_cast<double>(points[i].request);
    curve.points << QPointF(x, 100 * points[i].share);
    curve.low << QPointF(x, 100 * points[i].low);
    curve.high << QPointF(x, 100 * points[i].high);
    if (i < settled) continue;
    low = std::min(low, points[i].low);
    high = std::max(high, points[i].high);
  }
  if (points.empty()) low = 0, high = 1;
  Ticks y = niceTicks(100 * low, 100 * high, 6);
  if (y.high > 100) y = niceTicks(y.low, 100, 6);
  PlotData plot;
  plot.yTitle = PaperText::tr("Accuracy (%)");
  plot.yRange = PlotRange{y.low, y.high};
  plot.curves.push_back(std::move(curve));
  return plot;
}

PlotData bandwidthPlot(const RunData& run) {
  PlotData plot;
  plot.yTitle = PaperText::tr("Bandwidth (Mbit/s)");
  double low = INFINITY;
  double high = 0;
  const auto add = [&](const QString& name, Kind kind, Meaning meaning, double RequestRecord::*member) {
    PlotCurve curve{name, kind, meaning,
                    overRequests(run, [member](const RequestRecord& record) { return orGap(record.*member); })};
    for (const QPointF& point : curve.points) {
      if (!std::isfinite(point.y())) continue;
      low = std::min(low, point.y());
      high = std::max(high, point.y());
    }
    return curve;
  };
  PlotCurve truth = add(PaperText::tr("true"), Kind::Step, Meaning::Plain, &RequestRecord::linkMbps);
  if (anyFinite(truth.points)) plot.curves.push_back(std::move(truth));
  plot.curves.push_back(add(PaperText::tr("measured"), Kind::Line, Meaning::Link, &RequestRecord::bandwidthMbps));
  plot.curves.push_back(add(PaperText::tr("estimate"), Kind::Line, Meaning::Edge, &RequestRecord::estimateMbps));
  plot.logY = high > kDecades * low;
  plot.fromZero = !plot.logY;
  return plot;
}

}  // namespace

Figure accuracyFigure(const RunData& run) {
  Table table{{"request", "accuracy", "low", "high"}, {}};
  const auto points = runningAccuracy(run);
  for (const Running& point : points) {
    table.rows.push_back(
        {std::to_string(run.records[point.request].id), cell(point.share), cell(point.low), cell(point.high)});
  }
  return runFigure(accuracyPlot(points), run, "accuracy", kOneColumnMm, std::move(table));
}

Figure bandwidthFigure(const RunData& run) {
  Table table{{"request", "start_s", "measured_mbps", "estimate_mbps", "rtt_ms", "payload_bytes"}, {}};
  const bool known = std::ranges::any_of(run.records, [](const auto& each) { return std::isfinite(each.linkMbps); });
  if (known) table.header.emplace_back("true_mbps");
  for (const auto& record : run.records) {
    table.rows.push_back({std::to_string(record.id), cell(record.startS), cell(record.bandwidthMbps),
                          cell(record.estimateMbps), cell(record.rttMs), std::to_string(record.payloadBytes)});
    if (known) table.rows.back().push_back(cell(record.linkMbps));
  }
  return runFigure(bandwidthPlot(run), run, "bandwidth", kOneColumnMm, std::move(table));
}

}  // namespace cleave::ui
