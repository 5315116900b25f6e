// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "ui/figures/paper.h"
#include "ui/figures/run_figure.h"

namespace cleave::ui {
namespace {

using Kind = PlotCurve::Kind;
using Meaning = PlotCurve::Meaning;

bool measured(const RequestRecord& record) {
  return record.outcome != Outcome::Failed;
}

double stacked(const RequestRecord& record, int bands) {
  if (!measured(record)) return std::nan("");
  double sum = record.deviceMs();
  if (bands > 1) sum += record.linkMs();
  if (bands > 2) sum += record.edgeMs();
  return sum;
}

/// Targets may change during a run: then a line of steps, else one across.
void addTarget(PlotData& plot, const RunData& run) {
  const auto targets = overRequests(run, [](const RequestRecord& record) { return orGap(record.targetMs); });
  const double first = targets.front().y();
  const bool same = std::all_of(targets.begin(), targets.end(),
                                [first](const QPointF& at) { return at.y() == first || !std::isfinite(first); });
  if (same) {
    if (std::isfinite(first)) plot.target = first;
  } else if (anyFinite(targets)) {
    plot.curves.push_back({PaperText::tr("target"), Kind::Step, Meaning::Violation, targets});
  }
}

PlotData plotOf(const RunData& run) {
  PlotData plot;
  plot.yTitle = PaperText::tr("Latency (ms)");
  plot.fromZero = true;
  int bands = 0;
  for (const auto& [name, meaning] :
       {std::pair{PaperText::tr("device"), Meaning::Device}, std::pair{PaperText::tr("link"), Meaning::Link},
        std::pair{PaperText::tr("edge"), Meaning::Edge}}) {
    ++bands;
    plot.curves.push_back({name, Kind::Area, meaning,
                           overRequests(run, [bands](const RequestRecord& record) { return stacked(record, bands); })});
  }
  auto violations = overRequests(run, [](const RequestRecord& record) {
    if (!record.violatesTarget()) return std::nan("");
    return measured(record) ? record.totalMs : record.targetMs;
  });
  violations.removeIf([](const QPointF& point) { return !std::isfinite(point.y()); });
  addTarget(plot, run);
  if (!violations.isEmpty()) {
    plot.curves.push_back({PaperText::tr("violation"), Kind::Points, Meaning::Violation, std::move(violations)});
  }
  return plot;
}

}  // namespace

Figure latencyFigure(const RunData& run) {
  Table table{
      {"request", "start_s", "device_ms", "link_ms", "edge_ms", "total_ms", "target_ms", "violation", "outcome"}, {}};
  for (const auto& record : run.records) {
    table.rows.push_back({std::to_string(record.id), cell(record.startS), cell(record.deviceMs()),
                          cell(record.linkMs()), cell(record.edgeMs()), cell(record.totalMs), cell(record.targetMs),
                          record.violatesTarget() ? "1" : "0", std::string(toText(record.outcome))});
  }
  return runFigure(plotOf(run), run, "latency", kTwoColumnsMm, std::move(table));
}

}  // namespace cleave::ui
