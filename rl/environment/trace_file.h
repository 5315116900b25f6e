// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>

#include "rl/environment/step_series.h"

namespace cleave {

/// A measured link.
struct Trace {
  StepSeries mbps;                  ///< Mbit/s; repeats at its end
  std::optional<StepSeries> rttMs;  ///< round trip, where the file has one
};

/// Reads a link trace; its kind is seen from its first line.
///
/// Mahimahi (github.com/ravinet/mahimahi, mm-link(1)): one whole number of milliseconds a line, not falling, each the
/// chance to send one packet of 1500 bytes; the last is where it repeats. Counted in bins of 20 ms.
///
/// CSV: comments (#), a header `time_s,mbps` or `time_s,mbps,rtt_ms`, then rising times; each line holds until the
/// next, the last for the median distance between lines. Times count from the first line's.
/// @throws Error with the file, the line and what to do: missing, empty, text, unsorted, negative, NaN, too long
Trace readTrace(const std::filesystem::path& file);

/// Reads a trace of a processor's load: CSV as above with the header `time_s,load`, loads being shares from 0 to 1
/// (more than 0.95 is taken as 0.95: something always gets through). @throws Error as above
StepSeries readLoadTrace(const std::filesystem::path& file);

}  // namespace cleave
