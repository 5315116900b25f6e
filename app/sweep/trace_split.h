// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace cleave {

/// Learners are evaluated on unseen links: where only traces to evaluate on are given, every second one
/// (the first, third...) becomes one to train on. Without learners all of them are evaluated on.
/// @returns whether they were split
/// @throws UsageError when there is but one, when only traces to train on are given, or when one (by its content) is on
///         both lists; Error when a file cannot be read
bool splitTraces(std::vector<std::string>& judged, std::vector<std::string>& trained, bool learners);

}  // namespace cleave
