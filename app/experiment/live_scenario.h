// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>

#include "net/link/link_trace.h"
#include "rl/environment/scenario.h"

namespace cleave {

/// A scenario as a real run meets it: what varies is drawn once, so that the same seed gives the same link and loads in
/// every run and in the simulator.
struct LiveScenario {
  /// Of what is drawn; a longer run begins anew.
  static constexpr double kSpanS = 600;

  Scenario scenario;
  std::shared_ptr<const Conditions> conditions;
  net::LinkTrace trace;  ///< the conditions' link and round trip

  /// @throws Error when the scenario is not valid, its trace cannot be read, or its link is dead for ever
  static std::shared_ptr<const LiveScenario> realise(const Scenario& scenario, std::uint64_t seed);
};

/// Link and round trip as one list of steps, each series repeated as often as fits. After `spanS`, or as many steps as
/// a trace may have, it begins anew.
net::LinkTrace linkTraceOf(const Conditions& conditions, double spanS);

}  // namespace cleave
