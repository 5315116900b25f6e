// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <limits>

namespace cleave {

/// What is not known of a request or a machine: not written, and read back as this.
inline constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

/// How a machine fares. Always of the machine that tells it: an agent that stands in for another device tells of the
/// machine that it runs on, since nobody knows how warm the other one would be.
struct SystemState {
  double cpu = kUnknown;           ///< 0..1: share of all cores' time that was used, by anyone
  double temperatureC = kUnknown;  ///< of the processor
  double mhz = kUnknown;           ///< mean over the cores' frequencies
};

}  // namespace cleave
