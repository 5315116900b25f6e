// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "app/experiment/device_choice.h"
#include "app/experiment/sample_set.h"
#include "app/runs/run_header.h"
#include "core/types/request_record.h"
#include "rl/predict/decision_table.h"
#include "rl/predict/reward.h"

namespace cleave {

/// What an experiment tells while it runs; all calls come from its own thread.
struct ExperimentEvents {
  /// Preparation: what is being done, how far (0..1), and the seconds it will still take (negative: unknown).
  std::function<void(const std::string& what, double done, double etaS)> phase = [](auto&&...) {};
  std::function<void(const RunHeader& header, std::shared_ptr<const SampleSet> samples)> started = [](auto&&...) {};
  std::function<void(const RequestRecord& record)> record = [](auto&&...) {};
  /// The device is ready, at first and after every change of it.
  std::function<void(const DeviceReport& report)> device = [](auto&&...) {};
  /// A setting was changed, from the next record on.
  std::function<void(const RunChange& change)> changed = [](auto&&...) {};
  /// After the start: a sentence that the user should know, though the run goes on, such as that this machine cannot
  /// keep up with the device that it emulates.
  std::function<void(const std::string& sentence)> notice = [](auto&&...) {};
  /// At first, and when another device or scenario changes it: what policies choose from on the machines of this run,
  /// and what rewards go by. May be empty.
  std::function<void(std::shared_ptr<const DecisionTable> table, const Reward& reward)> tabled = {};
  /// Before every request: its number, what the policy saw, and the index of what it chose. Must be cheap; may be
  /// empty.
  std::function<void(std::uint64_t request, const Observation& observation, int decision)> observed = {};
};

}  // namespace cleave
