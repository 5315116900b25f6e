// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "rl/learn/policy_training.h"

namespace cleave::cli {

/// What the oracle and the rules come to in worlds like those of a training, as the first line of its metrics:
/// {"step": 0, "steps": N, "references": {"oracle": {"return": ..., "reward": ..., "violation_rate": ...}, ...}}.
/// Takes well under a second. @throws Error as PolicyTraining
std::string referencesLine(const learn::PolicyTask& task, const learn::Recipe& recipe);

}  // namespace cleave::cli
