// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "core/types/proportion.h"
#include "rl/environment/simulated_environment.h"
#include "rl/evaluate/statistics.h"

namespace cleave {

/// Statistics over the results of many requests.
class RequestStatistics {
 public:
  /// @param targetMs of that request; 0 = none, it cannot be late
  void add(int decision, const StepResult& result, double reward, double targetMs);
  /// Takes in the requests of another.
  void add(const RequestStatistics& other);

  [[nodiscard]] std::uint64_t requests() const { return latencies_.size(); }
  [[nodiscard]] double meanReward() const { return mean(reward_); }
  [[nodiscard]] double meanAccuracy() const { return mean(accuracy_); }  ///< expected, 0..1
  [[nodiscard]] double meanMs() const { return mean(latencyMs_); }       ///< of the latency
  [[nodiscard]] double meanBytes() const { return mean(bytes_); }        ///< payload offered to the uplink a request
  /// Latency that `share` of the requests do not exceed, milliseconds; 0 of none.
  [[nodiscard]] double latencyMs(double share) const;
  [[nodiscard]] std::vector<QuantilePoint> latencyCurve() const { return quantileCurve(latencies_); }
  /// Share of requests that took longer than their target.
  [[nodiscard]] Proportion violations() const { return wilson(late_, requests()); }
  /// Share whose transfer was given up and finished on the device.
  [[nodiscard]] double gaveUpShare() const { return mean(static_cast<double>(gaveUp_)); }
  /// How often each decision was taken, by index; may end early, and nothing beyond its end was taken.
  [[nodiscard]] const std::vector<std::uint64_t>& decisions() const { return decisions_; }

 private:
  [[nodiscard]] double mean(double sum) const { return latencies_.empty() ? 0 : sum / static_cast<double>(requests()); }

  double reward_ = 0;  // sums
  double accuracy_ = 0;
  double latencyMs_ = 0;
  double bytes_ = 0;
  std::uint64_t late_ = 0;
  std::uint64_t gaveUp_ = 0;
  std::vector<float> latencies_;
  std::vector<std::uint64_t> decisions_;
};

}  // namespace cleave
