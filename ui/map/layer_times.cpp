// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/layer_times.h"

#include <algorithm>

#include "core/statistics/quantile.h"

namespace cleave::ui {

void LayerTimes::reset(const NetworkDescription& network) {
  trunk_.assign(network.trunk.size(), {});
  trunkLayers_.clear();
  branches_.clear();
  for (int exit = 1; exit <= network.exitCount(); ++exit) {
    trunkLayers_.push_back(static_cast<std::size_t>(network.trunkLayers(exit)));
    branches_.emplace_back(network.exits[static_cast<std::size_t>(exit - 1)].branch.size());
  }
}

void LayerTimes::clear() {
  const auto empty = [](Layer& layer) {
    layer.device.clear();
    layer.edge.clear();
  };
  std::ranges::for_each(trunk_, empty);
  for (auto& branch : branches_) std::ranges::for_each(branch, empty);
}

void LayerTimes::add(const RequestRecord& record) {
  const auto exit = static_cast<std::size_t>(record.decision.exit - 1);
  if (record.decision.exit < 1 || exit >= branches_.size()) return;
  for (std::size_t i = 0; i < record.layerMs.size(); ++i) {
    const bool inTrunk = i < trunkLayers_[exit];
    auto& layers = inTrunk ? trunk_ : branches_[exit];
    const std::size_t at = inTrunk ? i : i - trunkLayers_[exit];
    if (at >= layers.size()) return;
    const bool device = static_cast<int>(i) < record.decision.partition;
    (device ? layers[at].device : layers[at].edge).push(record.layerMs[i]);
  }
}

const LayerTimes::Layer* LayerTimes::find(const MapTarget& layer) const {
  if (layer.kind == MapTarget::Kind::Trunk) return layer.layer < trunk_.size() ? &trunk_[layer.layer] : nullptr;
  if (layer.kind != MapTarget::Kind::Branch || layer.exit >= branches_.size()) return nullptr;
  const auto& branch = branches_[layer.exit];
  return layer.layer < branch.size() ? &branch[layer.layer] : nullptr;
}

TimeSummary LayerTimes::summary(const MapTarget& layer, RingBuffer<float> Layer::*side) const {
  const Layer* found = find(layer);
  if (!found || (found->*side).empty()) return {};
  const RingBuffer<float>& times = found->*side;
  std::vector<float> values;
  for (std::size_t i = 0; i < times.size(); ++i) values.push_back(times[i]);
  TimeSummary summary{values.size(),
                      static_cast<double>(times.back()),
                      quantile(values, 0.5),
                      quantile(values, 0.95),
                      quantile(values, 0.01),
                      quantile(values, 0.99),
                      std::vector<int>(kTimeBins, 0)};
  const double span = summary.high - summary.low;
  for (const float value : values) {
    const double at = span > 0 ? (static_cast<double>(value) - summary.low) / span : 0.5;
    const int bin = std::clamp(static_cast<int>(at * kTimeBins), 0, kTimeBins - 1);
    ++summary.bins[static_cast<std::size_t>(bin)];
  }
  return summary;
}

}  // namespace cleave::ui
