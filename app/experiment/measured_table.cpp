// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/experiment/measured_table.h"

#include "app/experiment/profile.h"
#include "core/profile/emulated_device.h"
#include "core/types/error.h"

namespace cleave {

MeasuredTable::MeasuredTable(const Model& model, const NetworkRuntime& runtime)
    : model_(model),
      runtime_(runtime),
      space_(model.manifest.network),
      accuracy_(space_, model.manifest.accuracy, model.manifest.decisions) {}

std::string MeasuredTable::measure(DeviceSession& device, const SampleSet& samples, PhaseReporter& report,
                                   const std::stop_token& stop) {
  LatencyModel latency(model_.manifest.network, model_.manifest.decisions);
  const auto fastestMs = profileBothSides(
      device.link(), runtime_, samples, latency,
      [&](int done, int total) { report("Timing layers", static_cast<double>(done) / total); }, stop);
  if (!latency.complete())
    throw Error("The agent did not report the time of every layer: install the same version of Cleave on both.");
  table_.emplace(space_, accuracy_, latency, model_.manifest.decisions);
  // What a local agent says itself goes nowhere; another one's is read by whoever started it.
  const auto emulated = EmulatedDevice::parse(device.choice().emulate);
  return emulated ? slownessNotice(emulated->profileOf(model_.manifest.network), fastestMs) : std::string();
}

void MeasuredTable::adopt(const Machines& machines, DeviceSession& device, const SampleSet& samples,
                          PhaseReporter& report, const std::stop_token& stop) {
  LatencyModel latency(model_.manifest.network, model_.manifest.decisions);
  latency.adopt(machines.device, machines.edge);
  // First calls allocate and choose kernels: they would be the first requests, and what the load is judged by.
  LatencyModel unused(model_.manifest.network, model_.manifest.decisions);
  profileBothSides(
      device.link(), runtime_, samples, unused,
      [&](int done, int total) { report("Warming up", static_cast<double>(done) / total); }, stop);
  table_.emplace(space_, accuracy_, latency, model_.manifest.decisions);
}

}  // namespace cleave
