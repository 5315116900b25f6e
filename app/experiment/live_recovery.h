// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <stop_token>
#include <string>

#include "app/experiment/live_scenario.h"
#include "core/model/model.h"
#include "core/types/request_record.h"
#include "rl/environment/pulse.h"

namespace cleave {

/// One real run under conditions that are constant but for one pulse.
struct LiveRecoveryPlan {
  std::shared_ptr<const Model> model;
  std::string policy;
  Pulse pulse{8, 2, 0, 0.9, 1};
  double mbps = 12;
  double rttMs = 5;
  double perSecond = 12;
  double targetMs = 80;
  double watchedS = 8;  ///< after the pulse
  std::string device = "raspberrypi4:1";
  std::string agent = "local";  ///< one is started that emulates `device`; else HOST:PORT
  std::string dataFolder;
  std::uint64_t seed = 1;
};

/// How it came back. Shares are of requests, by decision.
struct LiveRecovery {
  std::map<std::string, double> before, inPulse, after;
  /// Seconds from the pulse's end until at least 90 % of the decisions that follow, over five seconds or to the end of
  /// the run, are among those of the last four seconds before the pulse; negative: never.
  double recoveryS = -1;
  std::uint64_t requests = 0;
};

/// The scenario that the run has, pulse included. @throws Error when the pulse is none
std::shared_ptr<const LiveScenario> recoveryScenario(const LiveRecoveryPlan& plan);
LiveRecovery recoveryOf(const std::vector<RequestRecord>& records, const LiveRecoveryPlan& plan);
/// @throws Error; Cancelled
LiveRecovery measureLiveRecovery(const LiveRecoveryPlan& plan, const std::stop_token& stop);

}  // namespace cleave
