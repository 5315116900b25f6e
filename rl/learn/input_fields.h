// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rl/observe/observation.h"

namespace cleave::learn {

/// One number that networks are shown of an observation, by the name that policy files keep. Fixed transforms bring
/// every number near 1: logarithms of rates and times, since links differ by decades.
struct InputField {
  const char* name;
  double (*value)(const Observation&);
};

/// The field of that name. @throws Error when this version has none
const InputField& inputField(std::string_view name);

/// What a flat network sees: all of the observation.
const std::vector<std::string>& flatFields();
/// What a network of decision features sees beside them: what the estimates are worth, and what is at stake.
const std::vector<std::string>& contextFields();
/// What both saw before policy files named their inputs.
const std::vector<std::string>& unnamedFlatFields();
const std::vector<std::string>& unnamedContextFields();

/// Stands for a target where there is none, so that ratios stay finite.
inline double targetOf(const Observation& observation) {
  return observation.targetMs > 0 ? observation.targetMs : 1000;
}

}  // namespace cleave::learn
