// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "core/statistics/proportion.h"
#include "core/statistics/quantile.h"
#include "rl/environment/simulated_environment.h"

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
  /// The quantile of the latencies, milliseconds; NaN of none.
  [[nodiscard]] double latencyMs(double share) const;
  [[nodiscard]] std::vector<QuantilePoint> latencyCurve() const {
    return quantileCurve({latencies_.begin(), latencies_.end()});
  }
  /// Share of requests that took longer than their target; they are taken to have been added in the order of time.
  [[nodiscard]] Proportion violations() const { return proportionOfSeries(late_); }
  /// How many independent requests that share is worth.
  [[nodiscard]] double effectiveRequests() const { return effectiveTrials(late_); }
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
  std::uint64_t gaveUp_ = 0;
  std::vector<float> latencies_;
  std::vector<bool> late_;
  std::vector<std::uint64_t> decisions_;
};

}  // namespace cleave
