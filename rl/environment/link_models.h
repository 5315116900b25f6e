// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <variant>

#include "rl/environment/rayleigh_link.h"
#include "rl/environment/short_packet_link.h"
#include "rl/environment/step_series.h"

namespace cleave {

struct ConstantLink {
  double mbps = 20;
  friend bool operator==(const ConstantLink&, const ConstantLink&) = default;
};

/// Two rates with exponential stays (Gilbert, BSTJ 1960; Elliott, BSTJ 1963), with rates in place of their bit errors.
struct GilbertElliottLink {
  double goodMbps = 30;
  double badMbps = 2;
  double goodMeanS = 5;
  double badMeanS = 2;
  friend bool operator==(const GilbertElliottLink&, const GilbertElliottLink&) = default;
};

/// A link as measurements show it: the logarithm of the rate wanders (a first-order autoregression in steps of 100 ms)
/// under the ceiling of the radio, trembles from step to step, and the link falls out for a while now and then.
struct WanderLink {
  double medianMbps = 40;
  double logSd = 0.5;        ///< of the wandering logarithm, before the ceiling
  double correlationS = 10;  ///< after which its autocorrelation has fallen to 1/e
  double peakMbps = 100;     ///< ceiling
  double flickerSd = 0;      ///< of the logarithm, anew every step, below the ceiling too
  double outageShare = 0;    ///< of the time
  double outageMeanS = 1;    ///< length; exponential
  double outageMbps = 0;     ///< what is left meanwhile
  friend bool operator==(const WanderLink&, const WanderLink&) = default;
};

/// Replays a file (trace_file.h).
struct TraceLink {
  std::filesystem::path file;
  friend bool operator==(const TraceLink&, const TraceLink&) = default;
};

using LinkSpec = std::variant<ConstantLink, GilbertElliottLink, RayleighLink, ShortPacketLink, WanderLink, TraceLink>;
/// Their names in scenario files, in the variant's order.
inline constexpr std::array<const char*, 6> kLinkKinds{"constant",     "gilbert-elliott", "rayleigh",
                                                       "short-packet", "wander",          "trace"};

/// Draws the uplink's rate in Mbit/s over `durationS` (a trace has its own length, and no randomness). Same seed, same
/// series; platforms differ in the last digits of their logarithms at most.
/// @throws Error when a trace cannot be read or the time is no time
StepSeries realise(const LinkSpec& link, std::uint64_t seed, double durationS);

/// What is wrong between the parts of a link that are each in range; empty when nothing is.
std::string problemOf(const LinkSpec& link);

}  // namespace cleave
