// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/types/accuracy_table.h"
#include "core/types/decision_space.h"
#include "rl/observe/observation.h"
#include "rl/predict/latency_model.h"

namespace cleave {

/// What one decision costs and gives, where nothing slows the machines down.
struct DecisionCost {
  Decision decision;
  bool known = false;   ///< whether its accuracy was measured; all policies leave the others alone
  bool useful = false;  ///< known, and no other known decision is at least as good in accuracy, device time, edge time
                        ///< and payload: whatever the link and the loads, a useful one is at least as good
  double accuracy = 0;  ///< 0..1; 0 where not known
  bool alone = false;   ///< the result is made on the device: such a request waits for no link
  double deviceMs = 0;  ///< on the device: prepare, layers, quantize
  double edgeMs = 0;    ///< on the edge: prepare, dequantize, layers
  double payloadBytes = 0;  ///< mean of what crosses the link, framing left out; 0 when alone
  double payloadP95 = 0;    ///< 95th percentile; the mean where nobody measured
};

/// All decisions of one model on one pair of machines, by index in its decision space: what policies choose from and
/// what the simulator simulates.
class DecisionTable {
 public:
  /// @param latency complete(): timed, or taught from profiles
  /// @param measured the model's measurements; may be empty
  DecisionTable(const DecisionSpace& space, const AccuracyTable& accuracy, const LatencyModel& latency,
                const std::vector<DecisionMeasurement>& measured = {});

  [[nodiscard]] int size() const { return static_cast<int>(costs_.size()); }
  [[nodiscard]] const DecisionCost& at(int index) const { return costs_[static_cast<std::size_t>(index)]; }
  [[nodiscard]] const std::vector<DecisionCost>& all() const { return costs_; }
  [[nodiscard]] const DecisionSpace& space() const { return space_; }
  /// The most accurate whole-network decision that sends no feature: exit E, all layers on the device.
  [[nodiscard]] int deviceOnly() const;
  /// Those whose result is made on the device, of known accuracy; by index.
  [[nodiscard]] const std::vector<int>& alone() const { return alone_; }

 private:
  DecisionSpace space_;
  std::vector<int> alone_;
  std::vector<DecisionCost> costs_;
};

/// Milliseconds from the request's arrival to the result back at the device, if the link gives `mbps` (0 = unknown,
/// taken as 1 Mbit/s), the machines are as slow as observed, and what was waited so far counts.
double predictMs(const DecisionCost& cost, const Observation& observation, double mbps);

}  // namespace cleave
