// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <stop_token>
#include <string>

#include "app/experiment/edge_executor.h"
#include "app/experiment/sample_set.h"
#include "core/profile/latency_profile.h"
#include "net/tcp/agent_link.h"
#include "rl/predict/latency_model.h"

namespace cleave {

/// One frame through every layer of one path, on either side: layer and prepare times.
struct PathTimes {
  RequestRecord device;
  RequestRecord edge;
};

/// A device-only request to `exit`, then the same layers here.
/// @param id a request number that is not under way
/// @param frame that the agent holds at index 0
PathTimes timePath(net::AgentLink& link, const NetworkRuntime& runtime, std::span<const std::uint8_t> frame, int exit,
                   std::uint64_t id, const std::stop_token& stop);

/// Times every layer of every path on both sides, so that the first decision already rests on measurements: a few
/// device-only requests to each exit, and the same layers here. The frames must have been pushed.
/// @param report (done, total)
/// @returns the device's fastest time for every layer in ms, by name
std::map<std::string, double> profileBothSides(net::AgentLink& link, const NetworkRuntime& runtime,
                                               const SampleSet& samples, LatencyModel& latency,
                                               const std::function<void(int, int)>& report,
                                               const std::stop_token& stop);

/// Whether a machine keeps up with the device that it stands in for: one sentence that names the layers which took
/// longer, or nothing. A twentieth and a tenth of a millisecond over the time count as kept: no timer wakes on the dot.
/// @param fastestMs by layer, so that a cold or busy start says nothing
std::string slownessNotice(const LatencyProfile& wanted, const std::map<std::string, double>& fastestMs);

}  // namespace cleave
