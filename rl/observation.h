// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace cleave {

/// All that a policy may know before a request: what a real system has measured so far, never what is to come.
struct Observation {
  double targetMs = 100;           ///< latency target of this request; 0 = none
  double bandwidthMeanMbps = 0;    ///< over recent transfers, weighted by time on the link
  double bandwidthLastMbps = 0;    ///< of the last transfer
  double bandwidthSpreadMbps = 0;  ///< standard deviation over recent transfers
  double rttMs = 0;                ///< running mean over acknowledged results
  int requestsSinceTransfer = 0;   ///< how stale the bandwidth figures are
  int queueLength = 0;             ///< requests waiting on the device
};

}  // namespace cleave
