// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/predict/machines.h"

#include <algorithm>
#include <filesystem>

#include "core/profile/emulated_device.h"
#include "core/profile/reference_device.h"
#include "core/types/error.h"

namespace cleave {
namespace {

LatencyProfile bundled(const Manifest& model, const std::string& side) {
  const auto found = std::ranges::find(model.profiles, side, &LatencyProfile::side);
  if (found == model.profiles.end()) {
    throw Error("Model " + model.name + " has no latency profile for the " + side +
                ": measure one with 'cleave-cli profile --into-bundle'.");
  }
  requireCovers(*found, model.network);
  return *found;
}

LatencyProfile deviceFor(const Manifest& model, const std::string& name) {
  if (name == "bundle") return bundled(model, "device");
  const auto device = EmulatedDevice::parse(name);
  if (!device) throw UsageError("A simulation needs a device: specify one, for example raspberrypi4:1.");
  return device->profileOf(model.network);
}

LatencyProfile edgeFor(const Manifest& model, const std::string& name) {
  if (name == "reference") return referenceProfile(referencePc(), model.network);
  if (name == "bundle") return bundled(model, "edge");
  std::error_code failed;
  if (!std::filesystem::is_regular_file(name, failed)) {
    throw UsageError("'" + name.substr(0, 256) +
                     "' is not a valid edge: use reference, bundle, or a latency profile file.");
  }
  const auto profiles = readLatencyProfiles(name);
  const auto edge = std::ranges::find(profiles, "edge", &LatencyProfile::side);
  if (edge == profiles.end())
    throw Error(name + " has no latency profile for the edge: create one with 'cleave-cli profile'.");
  requireCovers(*edge, model.network);
  return *edge;
}

void slow(LatencyProfile& profile, double factor) {
  profile.prepareMs *= factor;
  profile.codingNs *= factor;
  for (auto& layer : profile.layers) {
    layer.medianMs *= factor;
    layer.p95Ms *= factor;
  }
}

}  // namespace

Machines machinesFor(const Manifest& model, const MachineNames& names) {
  if (!(names.deviceSpeed > 0.001) || !(names.deviceSpeed < 1000)) {
    throw UsageError("The device speed must be between 0.001 and 1000; 0.5 is half as fast.");
  }
  Machines machines{deviceFor(model, names.device), edgeFor(model, names.edge)};
  slow(machines.device, 1 / names.deviceSpeed);
  return machines;
}

std::shared_ptr<const DecisionTable> makeTable(const Manifest& model, const Machines& machines) {
  const DecisionSpace space(model.network);
  LatencyModel latency(model.network, model.decisions);
  latency.adopt(machines.device, machines.edge);
  return std::make_shared<const DecisionTable>(space, AccuracyTable(space, model.accuracy, model.decisions), latency,
                                               model.decisions);
}

}  // namespace cleave
