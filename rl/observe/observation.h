// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>

namespace cleave {

/// All that a policy may know before a request: what a real system has measured so far, never what is to come. An
/// estimate that is more than a moment old has moved towards what was usual before (state_estimator.h).
struct Observation {
  double targetMs = 100;           ///< latency target of this request; 0 = none
  double waitedMs = 0;             ///< how long this request has waited already; counts towards its latency
  double bandwidthShortMbps = 0;   ///< over the last quarter of a second, weighted by time on the link; 0 = unknown
  double bandwidthMeanMbps = 0;    ///< over the last half second
  double bandwidthLongMbps = 0;    ///< over the last second
  double bandwidthLastMbps = 0;    ///< of the last transfer or probe
  double bandwidthSpreadMbps = 0;  ///< standard deviation over recent transfers and probes
  double rttMs = 0;                ///< median of the last three round trips
  double sinceTransferS = 0;       ///< age of the bandwidth figures, in seconds
  double rttAgeS = 0;
  double deviceSlowdown = 1;  ///< recent work over the profile's time for it; 2 = half as fast
  double edgeSlowdown = 1;
  double deviceAgeS = 0;  ///< age of the slowdowns, in seconds
  double edgeAgeS = 0;
  int queueLength = 0;  ///< requests waiting behind this one

  friend bool operator==(const Observation&, const Observation&) = default;
};

/// A bandwidth that the link will probably give at least: the lowest estimate less half a deviation, and never less
/// than a fifth of that estimate. 0 = unknown.
inline double pessimisticMbps(const Observation& o) {
  const double lowest = std::min({o.bandwidthShortMbps, o.bandwidthMeanMbps, o.bandwidthLongMbps});
  return std::max(lowest - 0.5 * o.bandwidthSpreadMbps, 0.2 * lowest);
}

}  // namespace cleave
