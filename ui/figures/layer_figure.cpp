// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <map>
#include <string>

#include "ui/figures/figure.h"
#include "ui/figures/layer_times_figure.h"
#include "ui/figures/paper.h"

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

}  // namespace

Figure layerFigure(const RunData& run) {
  Table table{{"layer", "device_ms", "device_count", "edge_ms", "edge_count"}, {}};
  std::vector<LayerMs> means;
  for (const auto& time : layerTimes(run)) {
    table.rows.push_back({time.name, cell(time.device()), std::to_string(time.deviceCount), cell(time.edge()),
                          std::to_string(time.edgeCount)});
    means.push_back({QString::fromStdString(time.name), time.device(), time.edge()});
  }
  return layerTimesFigure(std::move(means), PaperText::tr("Mean time (ms)"), kTwoColumnsMm, std::move(table));
}

}  // namespace cleave::ui
