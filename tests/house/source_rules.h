// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

// The table "may include" of ARCHITECTURE.md, and the forms that every source file has.
namespace cleave::house {

/// What is wrong with one file, one line each; empty if nothing is.
/// @param path relative to the repository's root, "core/types/decision.h"
std::vector<std::string> violations(const std::string& path, const std::string& text);

/// The headers that a text includes, as written between "" or <>.
std::vector<std::string> includesOf(const std::string& text);

int lineCount(const std::string& text);

}  // namespace cleave::house
