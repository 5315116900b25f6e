// SPDX-License-Identifier: GPL-3.0-or-later
// Link and processors during a run.
#include <cmath>
#include <iterator>

#include "ui/figures/paper.h"
#include "ui/figures/run_figure.h"

namespace cleave::ui {
namespace {

using Kind = PlotCurve::Kind;
using Meaning = PlotCurve::Meaning;

constexpr double kRateOverS = 3;

/// Requests a second over the last seconds, at every request.
std::vector<double> rates(const RunData& run) {
  std::vector<double> result;
  std::size_t first = 0;
  for (std::size_t i = 0; i < run.records.size(); ++i) {
    while (run.records[i].startS - run.records[first].startS > kRateOverS) ++first;
    const double span = run.records[i].startS - run.records[first].startS;
    result.push_back(i > first && span > 0 ? static_cast<double>(i - first) / span : std::nan(""));
  }
  return result;
}

void add(std::vector<PlotData>& plots, const QString& title, std::vector<PlotCurve> curves, bool fromZero) {
  std::erase_if(curves, [](const PlotCurve& curve) { return !anyFinite(curve.points); });
  if (curves.empty()) return;
  PlotData plot;
  plot.yTitle = title;
  plot.curves = std::move(curves);
  plot.fromZero = fromZero;
  plots.push_back(std::move(plot));
}

/// The first plot with all others below it.
PlotData stack(std::vector<PlotData> plots) {
  PlotData first = std::move(plots.front());
  first.below.assign(std::make_move_iterator(plots.begin() + 1), std::make_move_iterator(plots.end()));
  return first;
}

PlotCurve curve(const QString& name, Meaning meaning, QList<QPointF> points) {
  return {name, Kind::Line, meaning, std::move(points)};
}

}  // namespace

std::optional<Figure> linkFigure(const RunData& run) {
  const auto rate = rates(run);
  std::vector<PlotData> plots;
  add(plots, PaperText::tr("Round trip (ms)"),
      {curve(PaperText::tr("round trip"), Meaning::Link,
             overRequests(run, [](const RequestRecord& record) { return orGap(record.rttMs); }))},
      true);
  add(plots, PaperText::tr("Sent per request (kB)"),
      {curve(PaperText::tr("sent"), Meaning::Device,
             overRequests(run, [](const auto& record) { return static_cast<double>(record.payloadBytes) / 1000; }))},
      true);
  QList<QPointF> perSecond;
  for (const double value : rate) perSecond << QPointF(static_cast<double>(perSecond.size()), value);
  add(plots, PaperText::tr("Requests per second"), {curve(PaperText::tr("rate"), Meaning::Edge, std::move(perSecond))},
      true);
  if (plots.empty()) return std::nullopt;
  Table table{{"request", "start_s", "rtt_ms", "payload_bytes", "requests_per_s"}, {}};
  for (std::size_t i = 0; i < run.records.size(); ++i) {
    const RequestRecord& record = run.records[i];
    table.rows.push_back({std::to_string(record.id), cell(record.startS), cell(orGap(record.rttMs)),
                          std::to_string(record.payloadBytes), cell(rate[i])});
  }
  return runFigure(stack(std::move(plots)), run, "link", kOneColumnMm, std::move(table));
}

std::optional<Figure> machineFigure(const RunData& run) {
  const auto both = [&](double RequestRecord::*device, double RequestRecord::*edge, double scale) {
    const auto of = [&](double RequestRecord::*member) {
      return overRequests(run, [&](const RequestRecord& record) { return scale * (record.*member); });
    };
    return std::vector{curve(PaperText::tr("device"), Meaning::Device, of(device)),
                       curve(PaperText::tr("edge"), Meaning::Edge, of(edge))};
  };
  std::vector<PlotData> plots;
  add(plots, PaperText::tr("CPU (%)"), both(&RequestRecord::deviceCpu, &RequestRecord::edgeCpu, 100), true);
  add(plots, PaperText::tr("Temperature (°C)"),
      both(&RequestRecord::deviceTemperatureC, &RequestRecord::edgeTemperatureC, 1), false);
  add(plots, PaperText::tr("Clock (MHz)"), both(&RequestRecord::deviceMhz, &RequestRecord::edgeMhz, 1), true);
  if (plots.empty()) return std::nullopt;
  Table table{{"request", "start_s", "device_cpu", "edge_cpu", "device_c", "edge_c", "device_mhz", "edge_mhz"}, {}};
  for (const auto& record : run.records) {
    table.rows.push_back({std::to_string(record.id), cell(record.startS), cell(record.deviceCpu), cell(record.edgeCpu),
                          cell(record.deviceTemperatureC), cell(record.edgeTemperatureC), cell(record.deviceMhz),
                          cell(record.edgeMhz)});
  }
  return runFigure(stack(std::move(plots)), run, "processors", kOneColumnMm, std::move(table));
}

}  // namespace cleave::ui
