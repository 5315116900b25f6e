// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "app/experiment/device_choice.h"
#include "app/experiment/live_scenario.h"

namespace cleave::workbench {

/// What the device panel sets of a run; the top bar sets the rest.
struct RunDevice {
  DeviceChoice choice;
  int threads = 0;                                 ///< that one layer may use; 0 = as the agent was started
  double load = 0;                                 ///< share of its cores that other work takes
  double linkMbps = 0;                             ///< rate limit; 0 = the link as it is
  std::shared_ptr<const LiveScenario> scenario{};  ///< in the rate's place

  friend bool operator==(const RunDevice&, const RunDevice&) = default;
};

}  // namespace cleave::workbench
