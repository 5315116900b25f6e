// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/bench/scripted_run.h"

#include <algorithm>
#include <cmath>

namespace cleave::workbench {
namespace {

constexpr std::uint64_t kStream = 0x6c;
constexpr std::uint64_t kHold = 300;  // requests to a decision, on average
constexpr int kClasses = 10;

}  // namespace

ScriptedRun::ScriptedRun(const NetworkDescription& network, int frames, double requestsPerSecond, std::uint64_t seed)
    : space_(network),
      frames_(std::max(1, frames)),
      perSecond_(requestsPerSecond),
      random_(seed, kStream),
      decision_(space_.at(0)) {}

RequestRecord ScriptedRun::next() {
  if (random_.below(kHold) == 0) {
    decision_ = space_.at(static_cast<int>(random_.below(static_cast<std::uint64_t>(space_.size()))));
  }
  mbps_ = std::clamp(mbps_ * std::exp(0.1 * (random_.uniform() - 0.5)), 0.5, 200.0);
  RequestRecord record;
  record.id = id_++;
  record.startS = static_cast<double>(record.id) / perSecond_;
  record.frame = static_cast<int>(record.id % static_cast<std::uint64_t>(frames_));
  record.decision = decision_;
  record.targetMs = 80;
  const int layers = space_.pathLength(decision_.exit);
  for (int i = 0; i < layers; ++i) {
    record.layerMs.push_back(static_cast<float>((i < decision_.partition ? 6 : 2) * (0.9 + 0.4 * random_.uniform())));
  }
  record.quantizeMs = record.dequantizeMs = 0.3;
  if (decision_.partition < layers) {
    record.rttMs = 2 + 3 * random_.uniform();
    record.payloadBytes = 4000 + random_.below(20000);
    record.bandwidthMbps = mbps_;
    record.estimateMbps = mbps_ * (0.9 + 0.2 * random_.uniform());
    record.uplinkMs = record.rttMs / 2 + 8e-3 * static_cast<double>(record.payloadBytes) / mbps_;
    record.returnMs = record.rttMs / 2;
  }
  record.totalMs = record.deviceMs() + record.linkMs() + record.edgeMs();
  record.linkMbps = mbps_;
  record.reward = record.totalMs <= record.targetMs ? 0.9 : 0.5 * random_.uniform();
  record.deviceCpu = 0.3 + 0.2 * random_.uniform();
  record.edgeCpu = 0.1 + 0.2 * random_.uniform();
  record.deviceTemperatureC = 55 + 5 * random_.uniform();
  record.deviceMhz = 1500;
  record.edgeMhz = 3000 + 500 * random_.uniform();
  record.label = static_cast<int>(random_.below(kClasses));
  record.prediction = random_.uniform() < 0.92 ? record.label : static_cast<int>(random_.below(kClasses));
  record.confidence = static_cast<float>(0.5 + 0.5 * random_.uniform());
  record.probabilities.assign(kClasses, (1 - record.confidence) / (kClasses - 1));
  record.probabilities[static_cast<std::size_t>(record.prediction)] = record.confidence;
  return record;
}

}  // namespace cleave::workbench
