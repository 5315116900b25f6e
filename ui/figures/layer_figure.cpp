// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <map>
#include <string>

#include "ui/figures/axes.h"
#include "ui/figures/figure.h"

namespace cleave::ui {
namespace {

struct LayerTime {
  std::string name;
  double deviceSum = 0, edgeSum = 0;
  std::uint64_t deviceCount = 0, edgeCount = 0;

  [[nodiscard]] double device() const {
    return deviceCount ? deviceSum / static_cast<double>(deviceCount) : std::nan("");
  }
  [[nodiscard]] double edge() const { return edgeCount ? edgeSum / static_cast<double>(edgeCount) : std::nan(""); }
};

/// Trunk first, then the branches in the order of their exits; only layers that ran.
std::vector<LayerTime> layerTimes(const RunData& run) {
  std::vector<LayerTime> times;
  std::map<std::string, std::size_t> index;
  const auto add = [&](const LayerDescription& layer) {
    if (index.emplace(layer.name, times.size()).second) times.push_back({layer.name});
  };
  for (const auto& layer : run.network.trunk) add(layer);
  for (const auto& exit : run.network.exits) {
    for (const auto& layer : exit.branch) add(layer);
  }
  std::vector<std::vector<std::size_t>> paths;
  for (int exit = 1; exit <= run.network.exitCount(); ++exit) {
    std::vector<std::size_t> path;
    for (const auto& layer : run.network.path(exit)) path.push_back(index.at(layer.name));
    paths.push_back(std::move(path));
  }
  for (const auto& record : run.records) {
    const int exit = record.decision.exit;
    if (exit < 1 || exit > run.network.exitCount()) continue;
    const auto& path = paths[static_cast<std::size_t>(exit - 1)];
    for (std::size_t i = 0; i < std::min(path.size(), record.layerMs.size()); ++i) {
      LayerTime& time = times[path[i]];
      const bool device = i < static_cast<std::size_t>(std::max(0, record.decision.partition));
      (device ? time.deviceSum : time.edgeSum) += static_cast<double>(record.layerMs[i]);
      ++(device ? time.deviceCount : time.edgeCount);
    }
  }
  std::erase_if(times, [](const LayerTime& time) { return time.deviceCount + time.edgeCount == 0; });
  return times;
}

void drawLayers(Canvas& canvas, const RunData& run) {
  const auto times = layerTimes(run);
  double low = INFINITY;
  double high = 0;
  double names = 0;
  for (const auto& time : times) {
    names = std::max(names, canvas.textWidth(QString::fromStdString(time.name)));
    for (const double value : {time.device(), time.edge()}) {
      if (!(value > 0)) continue;
      low = std::min(low, value);
      high = std::max(high, value);
    }
  }
  if (!(high > 0)) low = 0.1, high = 10;
  // Dots, not bars: on a logarithmic axis a bar has no foot. Names stand at 45 degrees below their column.
  Axes axes(canvas, {{}, {0, static_cast<double>(times.size()), {}}, false},
            {QStringLiteral("Mean time (ms)"), logTicks(low, high), true},
            {{QStringLiteral("on the device"), {paper::kDevice, 0, Dash::Solid}, MarkerShape::Disc, {}},
             {QStringLiteral("on the edge"), {paper::kEdge, 0, Dash::Solid}, MarkerShape::Square, {}}},
            names * 0.71 + 12);
  axes.drawGrid();
  const double foot = axes.plot().bottom();
  for (std::size_t i = 0; i < times.size(); ++i) {
    const double x = static_cast<double>(i) + 0.5;
    const auto dot = [&](double value, double shift, MarkerShape shape, const QColor& colour) {
      if (!(value > 0)) return;
      const QPointF at = axes.at(x, value) + QPointF(shift, 0);
      canvas.line({at.x(), foot}, at, {colour, paper::kAxis, Dash::Solid});
      canvas.marker(at, shape, colour, 4.2);
    };
    dot(times[i].device(), -2.6, MarkerShape::Disc, paper::kDevice);
    dot(times[i].edge(), 2.6, MarkerShape::Square, paper::kEdge);
    canvas.text(QPointF(axes.at(x, low).x() + 2, foot + 5), QString::fromStdString(times[i].name),
                Qt::AlignRight | Qt::AlignVCenter, -45);
  }
  axes.drawFrame(false);
}

}  // namespace

Figure layerFigure(const RunData& run) {
  Table table{{"layer", "device_ms", "device_count", "edge_ms", "edge_count"}, {}};
  for (const auto& time : layerTimes(run)) {
    table.rows.push_back({time.name, cell(time.device()), std::to_string(time.deviceCount), cell(time.edge()),
                          std::to_string(time.edgeCount)});
  }
  return {QStringLiteral("layers"), kTwoColumnsMm, 178, [&run](Canvas& canvas) { drawLayers(canvas, run); },
          [table = std::move(table)] { return toCsv(table); }};
}

}  // namespace cleave::ui
