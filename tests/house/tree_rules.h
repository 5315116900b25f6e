// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

// What must hold between the files of the tree, not in one of them alone.
namespace cleave::house {

/// Sources of the product by their path from the repository's root.
using Tree = std::map<std::string, std::string>;

/// Groups of folders that include each other in a circle, one line each with an include for every step of it.
std::vector<std::string> circles(const Tree& tree);

/// Classes whose members are defined in several .cpp files, "ui/charts: XyChart", and in which.
std::map<std::string, std::set<std::string>> spreadClasses(const Tree& tree);

}  // namespace cleave::house
