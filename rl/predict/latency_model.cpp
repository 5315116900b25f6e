// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/predict/latency_model.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace cleave {
namespace {

constexpr double kNewest = 0.2;  // weight of the newest measurement
constexpr double kUnmeasured = -1;

void blend(double& mean, double value) {
  if (std::isnan(value)) return;  // nobody measured it
  mean = mean < 0 || mean == 0 ? value : mean + kNewest * (value - mean);
}

// The 8-bit frame is sent as the camera gives it: nothing is quantized on either side.
bool isCoded(const Decision& decision) {
  return decision.partition > 0 || decision.bits != 8;
}

bool measured(const std::vector<double>& times) {
  return std::ranges::all_of(times, [](double time) { return time >= 0; });
}

}  // namespace

LatencyModel::LatencyModel(const NetworkDescription& network, const std::vector<DecisionMeasurement>& decisions)
    : network_(network), space_(network) {
  if (decisions.size() == static_cast<std::size_t>(space_.size()) && decisions.front().meanBytes > 0) {
    for (const auto& decision : decisions) payloads_.push_back(decision.meanBytes);
  }
  device_.trunk.assign(network.trunk.size(), kUnmeasured);
  for (int exit = 1; exit <= network.exitCount(); ++exit) {
    attachments_.push_back(network.trunkLayers(exit));
    device_.branches.emplace_back(static_cast<std::size_t>(network.pathLength(exit) - attachments_.back()),
                                  kUnmeasured);
    auto& elements = elements_.emplace_back();
    for (const auto& shape : network.shapes(exit)) elements.push_back(static_cast<double>(elementCount(shape)));
  }
  edge_ = device_;
}

template <class AnySide>
auto& LatencyModel::layerTime(AnySide& side, int exit, int layer) const {
  const auto index = static_cast<std::size_t>(exit - 1);
  const int attachment = attachments_[index];
  return layer < attachment ? side.trunk[static_cast<std::size_t>(layer)]
                            : side.branches[index][static_cast<std::size_t>(layer - attachment)];
}

void LatencyModel::learn(const RequestRecord& record) {
  const auto exit = static_cast<std::size_t>(record.decision.exit - 1);
  if (record.outcome != Outcome::Completed || record.layerMs.size() + 1 != elements_.at(exit).size()) return;
  const int partition = record.decision.partition;
  for (int i = 0; i < static_cast<int>(record.layerMs.size()); ++i) {
    blend(layerTime(i < partition ? device_ : edge_, record.decision.exit, i),
          static_cast<double>(record.layerMs[static_cast<std::size_t>(i)]));
  }
  blend(partition > 0 ? device_.prepareMs : edge_.prepareMs, record.prepareMs);
  if (partition < static_cast<int>(record.layerMs.size())) {
    const double elements = elements_[exit][static_cast<std::size_t>(partition)];
    if (isCoded(record.decision)) {
      blend(device_.perElementMs, record.quantizeMs / elements);
      blend(edge_.perElementMs, record.dequantizeMs / elements);
    }
  }
}

bool LatencyModel::complete() const {
  const auto whole = [](const Side& side) {
    return measured(side.trunk) && std::ranges::all_of(side.branches, measured);
  };
  return whole(device_) && whole(edge_);
}

double LatencyModel::payloadBytes(const Decision& decision) const {
  if (const auto index = space_.indexOf(decision); index && !payloads_.empty()) {
    return payloads_[static_cast<std::size_t>(*index)];
  }
  const auto& elements = elements_.at(static_cast<std::size_t>(decision.exit - 1));
  return elements.at(static_cast<std::size_t>(decision.partition)) * decision.bits / 8;
}

double LatencyModel::layersMs(const Side& side, int exit, int begin, int end) const {
  double total = 0;
  for (int i = begin; i < end; ++i) total += std::max(0.0, layerTime(side, exit, i));
  return total;
}

double LatencyModel::codingMs(const Side& side, const Decision& decision) const {
  const auto& elements = elements_.at(static_cast<std::size_t>(decision.exit - 1));
  const auto cut = static_cast<std::size_t>(decision.partition);
  return cut + 1 < elements.size() && isCoded(decision) ? elements[cut] * side.perElementMs : 0;
}

double LatencyModel::deviceMs(const Decision& decision) const {
  return (decision.partition > 0 ? device_.prepareMs : 0) + layersMs(device_, decision.exit, 0, decision.partition) +
         codingMs(device_, decision);
}

double LatencyModel::edgeMs(const Decision& decision) const {
  return (decision.partition == 0 ? edge_.prepareMs : 0) +
         layersMs(edge_, decision.exit, decision.partition, space_.pathLength(decision.exit)) +
         codingMs(edge_, decision);
}

void LatencyModel::adoptSide(const LatencyProfile& profile, Side& side) const {
  for (int exit = 1; exit <= space_.exitCount(); ++exit) {
    const auto times = pathMs(profile, network_, exit);
    for (std::size_t i = 0; i < times.size(); ++i) layerTime(side, exit, static_cast<int>(i)) = times[i];
  }
  side.prepareMs = profile.prepareMs;
  side.perElementMs = profile.codingNs * 1e-6;
}

void LatencyModel::adopt(const LatencyProfile& device, const LatencyProfile& edge) {
  adoptSide(device, device_);
  adoptSide(edge, edge_);
}

}  // namespace cleave
