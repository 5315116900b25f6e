// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/statistics/proportion.h"
#include "core/types/request_record.h"

namespace cleave {

/// What a run comes to. Latencies in milliseconds over requests with a result; NaN where none has one.
struct RunSummary {
  std::uint64_t requests = 0;
  std::uint64_t completed = 0;
  std::uint64_t fallbacks = 0;
  std::uint64_t failed = 0;
  std::uint64_t frames = 0;  ///< different ones among those with a label
  Proportion accuracy;       ///< of requests with a label; its interval is clustered by image
  Proportion violations;     ///< of the latency target; failed requests violate it; its interval is by blocks of time
  double meanMs = 0, p50Ms = 0, p95Ms = 0, p99Ms = 0;
  double deviceMs = 0, linkMs = 0, edgeMs = 0;  ///< means
  double payloadBytes = 0;                      ///< mean
  double requestsPerSecond = 0;
  bool hasTarget = false;  ///< else `violations` says nothing
  struct Share {
    Decision decision;
    std::uint64_t requests = 0;
    std::uint64_t answered = 0;  ///< with a result: what meanMs is over
    double meanMs = 0;
  };
  std::vector<Share> decisions;  ///< most frequent first
};

RunSummary summarise(const std::vector<RequestRecord>& records);

/// One JSON object on one line.
std::string toJson(const RunSummary& summary);
/// A few aligned lines for a terminal.
std::string toText(const RunSummary& summary);

}  // namespace cleave
