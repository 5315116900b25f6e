// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/evaluate/request_statistics.h"

#include <algorithm>

namespace cleave {

void RequestStatistics::add(int decision, const StepResult& result, double reward, double targetMs) {
  reward_ += reward;
  accuracy_ += result.accuracy;
  latencyMs_ += result.latencyMs;
  bytes_ += result.payloadBytes;
  late_.push_back(targetMs > 0 && !(result.latencyMs <= targetMs));
  gaveUp_ += result.gaveUp ? 1 : 0;
  latencies_.push_back(static_cast<float>(result.latencyMs));
  const auto index = static_cast<std::size_t>(decision);
  if (index >= decisions_.size()) decisions_.resize(index + 1, 0);
  ++decisions_[index];
}

void RequestStatistics::add(const RequestStatistics& other) {
  reward_ += other.reward_;
  accuracy_ += other.accuracy_;
  latencyMs_ += other.latencyMs_;
  bytes_ += other.bytes_;
  gaveUp_ += other.gaveUp_;
  const std::vector<float> latencies = other.latencies_;  // other may be this
  latencies_.insert(latencies_.end(), latencies.begin(), latencies.end());
  const std::vector<bool> late = other.late_;
  late_.insert(late_.end(), late.begin(), late.end());
  decisions_.resize(std::max(decisions_.size(), other.decisions_.size()), 0);
  for (std::size_t i = 0; i < other.decisions_.size(); ++i) decisions_[i] += other.decisions_[i];
}

double RequestStatistics::latencyMs(double share) const {
  return quantile(latencies_, share);
}

}  // namespace cleave
