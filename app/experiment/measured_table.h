// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <stop_token>
#include <string>

#include "app/experiment/device_session.h"
#include "app/experiment/phase_reporter.h"
#include "core/model/model.h"
#include "core/network/network_runtime.h"
#include "rl/predict/decision_table.h"
#include "rl/predict/machines.h"

namespace cleave {

/// What every decision costs on the machines of a run: measured on both sides, or known from before.
class MeasuredTable {
 public:
  /// Both outlive this.
  MeasuredTable(const Model& model, const NetworkRuntime& runtime);

  /// Times every layer on both sides. The frames must have been pushed. When that fails all stays as it was.
  /// @returns a sentence that the user should know, or nothing @throws Error; Cancelled
  std::string measure(DeviceSession& device, const SampleSet& samples, PhaseReporter& report,
                      const std::stop_token& stop);
  /// Takes what both machines are known to take, and lets them warm up.
  void adopt(const Machines& machines, DeviceSession& device, const SampleSet& samples, PhaseReporter& report,
             const std::stop_token& stop);

  /// After either.
  [[nodiscard]] const DecisionTable& table() const { return *table_; }
  [[nodiscard]] const DecisionSpace& space() const { return space_; }

 private:
  const Model& model_;
  const NetworkRuntime& runtime_;
  DecisionSpace space_;
  AccuracyTable accuracy_;
  std::optional<DecisionTable> table_;
};

}  // namespace cleave
