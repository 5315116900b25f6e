// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "core/model/manifest.h"
#include "core/profile/latency_profile.h"
#include "rl/predict/decision_table.h"

namespace cleave {

/// The two machines that a simulation is about.
struct Machines {
  LatencyProfile device;
  LatencyProfile edge;
};

/// Which these are, as people name them.
struct MachineNames {
  std::string device = "raspberrypi4:1";  ///< as EmulatedDevice::parse, or "bundle": the model's first measured device
  std::string edge = "reference";  ///< "reference" (referencePc()), "bundle" (the model's first measured edge), or a
                                   ///< file of latency profiles
  double deviceSpeed = 1;          ///< above 0; 0.5: every time of the device is twice as long
};

/// Their time for every layer of the model.
/// @throws UsageError for names that are none of these; Error when a profile is missing or not of this model
Machines machinesFor(const Manifest& model, const MachineNames& names);

/// All decisions of a model on these machines.
std::shared_ptr<const DecisionTable> makeTable(const Manifest& model, const Machines& machines);

}  // namespace cleave
