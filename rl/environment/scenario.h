// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "rl/environment/link_models.h"
#include "rl/environment/load_models.h"
#include "rl/environment/simulated_environment.h"
#include "rl/predict/reward.h"

namespace cleave {

/// Round trip of an idle link: a base, and on top an exponentially distributed wait that is drawn anew every 100 ms.
struct Rtt {
  double baseMs = 5;
  double jitterMs = 0;  ///< mean of the wait

  friend bool operator==(const Rtt&, const Rtt&) = default;
};

/// Link, loads, arrivals and latency target under a name. As text: scenario_text.h.
struct Scenario {
  std::string name = "unnamed";
  std::string description;  ///< one line
  LinkSpec link;
  Rtt rtt;  ///< a trace with round trips of its own takes its place
  LoadSpec deviceLoad;
  LoadSpec edgeLoad;
  Arrivals arrivals;
  double targetMs = 100;
  Reward reward;
  double giveUpMs = 1000;                 ///< as in EnvironmentOptions
  std::string device = "raspberrypi4:1";  ///< a name for EmulatedDevice::parse
};

/// @throws Error with one sentence that names the scenario, the key as scenario files write it, and what it must be
void validate(const Scenario& scenario);

/// Draws all that varies over `durationS`; the series repeat after it, a trace after its own length. Link, round trip
/// and loads have random numbers of their own, so that changing one leaves the others as they are.
/// @throws Error when the scenario is not valid, a trace cannot be read, or the link is dead for ever
std::shared_ptr<const Conditions> realise(const Scenario& scenario, std::uint64_t seed, double durationS);

/// The files that it is drawn from: traces of the link and of loads, in this order.
std::vector<std::filesystem::path> filesOf(const Scenario& scenario);

/// The same scenario over a measured link. @throws Error when the trace cannot be read
Scenario withTrace(Scenario scenario, const std::filesystem::path& file);
/// One environment's conditions for each trace file, with seeds that differ.
std::vector<std::shared_ptr<const Conditions>> realiseEach(const Scenario& scenario,
                                                           std::span<const std::filesystem::path> traces,
                                                           std::uint64_t seed, double durationS);

/// The scenario's part of an environment's options.
EnvironmentOptions environmentOptions(const Scenario& scenario, std::uint64_t seed);

/// Those that ship with Cleave, sorted.
std::vector<std::string> scenarioNames();
/// A shipped scenario by name, or one from a file.
/// @throws UsageError when it is neither, listing the names; Error when the file is no valid scenario
Scenario findScenario(const std::string& nameOrFile);

}  // namespace cleave
