// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "rl/environment/scenario.h"

namespace cleave {

/// Scenario files: one `key = value` a line; lines that begin with # are comments. resources/scenarios has examples,
/// and scenario_fields.h the keys with their ranges. Keys: `name`, `link` and the link's own are required, the rest has
/// the defaults of Scenario.

/// @param where the text's name in errors
/// @param folder what relative paths of traces start from; empty = the working folder
/// @throws Error, one sentence with `where` and the line: no `key = value`, unknown key (with those known there), a key
///         twice or missing, no number, out of range, a file that is not there
Scenario parseScenario(std::string_view text, const std::string& where, const std::filesystem::path& folder = {});
/// @throws Error as parseScenario, or when the file cannot be read
Scenario readScenario(const std::filesystem::path& file);

/// Every key with its value, as parseScenario reads it.
std::string toText(const Scenario& scenario);

}  // namespace cleave
