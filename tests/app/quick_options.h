// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/experiment/experiment.h"

namespace cleave {

inline ExperimentOptions quickOptions(const std::string& policy, std::uint64_t requests) {
  ExperimentOptions options;
  options.settings.policy = policy;
  options.requests = requests;
  options.samples = 4;
  return options;
}

}  // namespace cleave
