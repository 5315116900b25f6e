// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <variant>

#include "rl/environment/conditions.h"
#include "rl/environment/step_series.h"

namespace cleave {

/// A share of the processor that other programs use, 0 to kMostLoad.
struct ConstantLoad {
  double share = 0;
  friend bool operator==(const ConstantLoad&, const ConstantLoad&) = default;
};

/// Idle or busy, with exponential stays.
struct MarkovLoad {
  double idleShare = 0;
  double busyShare = 0.6;
  double idleMeanS = 8;
  double busyMeanS = 5;
  friend bool operator==(const MarkovLoad&, const MarkovLoad&) = default;
};

/// Replays a file `time_s,load` (trace_file.h).
struct TraceLoad {
  std::filesystem::path file;
  friend bool operator==(const TraceLoad&, const TraceLoad&) = default;
};

/// Pulses of one height and length at equal distances, from a moment within the first distance that is drawn.
struct PulseLoad {
  double restShare = 0;
  double share = 0.9;
  double seconds = 2;  ///< of a pulse
  double everyS = 20;  ///< from the beginning of one to that of the next; longer than a pulse
  friend bool operator==(const PulseLoad&, const PulseLoad&) = default;
};

using LoadSpec = std::variant<ConstantLoad, MarkovLoad, TraceLoad, PulseLoad>;
/// Their names in scenario files, in the variant's order.
inline constexpr std::array<const char*, 4> kLoadKinds{"constant", "markov", "trace", "pulses"};

/// Whose load: each has its own random numbers.
enum class Side : std::uint64_t { Device = 0x646c6f6164, Edge = 0x656c6f6164 };

/// Draws a load over `durationS`. @throws Error when a trace cannot be read or the time is no time
StepSeries realise(const LoadSpec& load, Side side, std::uint64_t seed, double durationS);

}  // namespace cleave
