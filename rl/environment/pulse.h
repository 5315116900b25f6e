// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "rl/environment/conditions.h"

namespace cleave {

/// A disturbance that comes and goes: other work on one side, a link that almost breaks down, or several at once.
struct Pulse {
  double startS = 10;
  double seconds = 2;
  double deviceLoad = 0;  ///< share of the device that the pulse takes of what others leave, 0..kMostLoad
  double edgeLoad = 0;
  double linkFactor = 1;  ///< what the link's rate is multiplied by, above 0

  [[nodiscard]] double endS() const { return startS + seconds; }
  friend bool operator==(const Pulse&, const Pulse&) = default;
};

/// As "edge load 0.90 for 2.0 s" or "link x 0.01 for 0.5 s"; several are joined by " + ".
std::string toText(const Pulse& pulse);

/// The same conditions with the pulse in them, from 0 s to `durationS`, which lies beyond the pulse.
/// @throws Error when it does not, or the pulse is no pulse
Conditions withPulse(const Conditions& conditions, const Pulse& pulse, double durationS);

}  // namespace cleave
