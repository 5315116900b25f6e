// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/map_panel.h"

#include <cmath>

#include "ui/figures/layer_times_figure.h"
#include "ui/map/network_map.h"

namespace cleave::ui {
namespace {

double medianOf(const TimeSummary& times) {
  return times.count > 0 ? times.median : std::nan("");
}

}  // namespace

MapPanel::MapPanel(QWidget* parent) : Panel(tr("Network"), parent), map_(new NetworkMap) {
  setBody(map_);
}

void MapPanel::setNetwork(const NetworkDescription& network, std::vector<double> exitAccuracy) {
  network_ = network;
  map_->setNetwork(network, std::move(exitAccuracy));
}

std::optional<Figure> MapPanel::figure(double widthMm) const {
  Table table{{"layer", "device_ms", "device_p95_ms", "device_count", "edge_ms", "edge_p95_ms", "edge_count"}, {}};
  std::vector<LayerMs> medians;
  const auto add = [&](const std::string& name, const MapTarget& target) {
    const TimeSummary device = map_->times().onDevice(target);
    const TimeSummary edge = map_->times().onEdge(target);
    if (device.count + edge.count == 0) return;
    const auto p95 = [](const TimeSummary& times) { return times.count > 0 ? cell(times.p95) : std::string(); };
    medians.push_back({QString::fromStdString(name), medianOf(device), medianOf(edge)});
    table.rows.push_back({name, cell(medianOf(device)), p95(device), std::to_string(device.count), cell(medianOf(edge)),
                          p95(edge), std::to_string(edge.count)});
  };
  for (std::size_t i = 0; i < network_.trunk.size(); ++i) {
    add(network_.trunk[i].name, {MapTarget::Kind::Trunk, 0, i});
  }
  for (std::size_t exit = 0; exit < network_.exits.size(); ++exit) {
    for (std::size_t i = 0; i < network_.exits[exit].branch.size(); ++i) {
      add(network_.exits[exit].branch[i].name, {MapTarget::Kind::Branch, exit, i});
    }
  }
  if (medians.empty()) return std::nullopt;
  return layerTimesFigure(std::move(medians), tr("Median time (ms)"), widthMm, std::move(table));
}

}  // namespace cleave::ui
