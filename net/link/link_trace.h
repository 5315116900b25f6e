// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace cleave::net {

/// From its start on, until the next step's.
struct LinkStep {
  std::uint64_t startUs = 0;        ///< since the trace's begin
  std::uint64_t bitsPerSecond = 0;  ///< 0 = dead, kMaxLinkBitsPerSecond at most
  std::uint32_t rttUs = 0;          ///< round trip, kMaxLinkRttUs at most

  friend bool operator==(const LinkStep&, const LinkStep&) = default;
};

/// A link over time: what the agent's sending side imitates. Piecewise constant; begins again after its duration.
struct LinkTrace {
  std::vector<LinkStep> steps;   ///< 1..kMaxLinkSteps; the first starts at 0, the others later and later
  std::uint64_t durationUs = 0;  ///< more than the last step's start, kMaxLinkTraceUs at most
  std::uint64_t beginUs = 0;     ///< where in the trace to begin, less than the duration

  friend bool operator==(const LinkTrace&, const LinkTrace&) = default;
};

/// Why the trace is invalid, as a clause ("it has no steps"); empty for a valid trace.
std::string objectionTo(const LinkTrace& trace);

}  // namespace cleave::net
