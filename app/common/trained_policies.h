// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace cleave {

/// Scenarios for which a trained policy lies beside the default model, by name: what ships with Cleave, and what users
/// put there. Empty where there is no models/ at all.
std::vector<std::string> trainedPolicies();

/// models/SCENARIO.cleavepolicy. @throws UsageError when there is none, listing those that are there
std::filesystem::path findTrainedPolicy(const std::string& scenario);

/// A policy's text with "trained:SCENARIO" replaced by "policy:FILE"; any other as it is. Texts keep the short form
/// wherever people see them. @throws UsageError as above
std::string resolvedPolicy(const std::string& text);

}  // namespace cleave
