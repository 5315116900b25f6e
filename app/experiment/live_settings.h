// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "app/experiment/device_choice.h"
#include "app/experiment/live_scenario.h"

namespace cleave {

/// What may change while a run goes on; each change takes effect with the next request.
struct LiveSettings {
  std::string policy = "greedy";
  double targetMs = 100;    ///< 0 = none
  double linkMbps = 0;      ///< rate limit on the agent's sending side; 0 = the link as it is
  bool fadingLink = false;  ///< the demonstration's link: the rate wanders between 1/8 and 4 times linkMbps
  double deviceLoad = 0;    ///< share of the device's cores that other work takes, 0..kMostLoad
  int deviceThreads = 0;    ///< that one layer may use; 0 = as the agent was started
  /// In place of the rate: link, round trip, loads, arrivals, reward and give-up of this one, from its beginning when
  /// it is set; its load on the device comes on top of deviceLoad. A trace is a scenario with nothing else in it. The
  /// target stays targetMs.
  std::shared_ptr<const LiveScenario> scenario = {};
  std::optional<DeviceChoice> device = {};  ///< nothing: the one that the run has, at its start as the options say

  friend bool operator==(const LiveSettings&, const LiveSettings&) = default;
};

}  // namespace cleave
