// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "rl/environment/simulated_environment.h"
#include "rl/predict/decision_table.h"

namespace cleave::cli {

constexpr double kConditionsS = 60;  ///< drawn for one world, as trainings do; it repeats itself after them

/// The decisions of a bundle on the machines that policies are trained for by default. What is timed over it does not
/// depend on the times in it.
/// @param model empty: the one that Cleave ships @throws Error when it cannot be read or was never evaluated
std::shared_ptr<const DecisionTable> benchTable(const std::string& model);

/// A world of a shipped scenario, or of one from a file, over that table. @throws UsageError for an unknown one
SimulatedEnvironment benchEnvironment(const std::shared_ptr<const DecisionTable>& table, const std::string& scenario,
                                      std::uint64_t seed);

}  // namespace cleave::cli
