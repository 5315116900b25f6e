// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rl/observe/observation.h"

namespace cleave {

/// The one list of what an observation consists of: visit(name with its unit, member). Recorded runs have a column for
/// each; a field that is added here is recorded from then on, and readers pass over those that they do not know.
template <class Visit>
void visitObservation(Visit visit) {
  using O = Observation;
  visit("target_ms", &O::targetMs);
  visit("waited_ms", &O::waitedMs);
  visit("bandwidth_short_mbps", &O::bandwidthShortMbps);
  visit("bandwidth_mean_mbps", &O::bandwidthMeanMbps);
  visit("bandwidth_long_mbps", &O::bandwidthLongMbps);
  visit("bandwidth_last_mbps", &O::bandwidthLastMbps);
  visit("bandwidth_spread_mbps", &O::bandwidthSpreadMbps);
  visit("rtt_ms", &O::rttMs);
  visit("since_transfer_s", &O::sinceTransferS);
  visit("rtt_age_s", &O::rttAgeS);
  visit("device_slowdown", &O::deviceSlowdown);
  visit("edge_slowdown", &O::edgeSlowdown);
  visit("device_age_s", &O::deviceAgeS);
  visit("edge_age_s", &O::edgeAgeS);
  visit("queue_length", &O::queueLength);
}

}  // namespace cleave
