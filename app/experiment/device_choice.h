// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/model/manifest.h"

namespace cleave {

/// Which device a run uses and in what arithmetic. Another precision means a new deployment, another agent or emulation
/// a new connection as well: a run that goes on does either by itself before its next request.
struct DeviceChoice {
  std::string agent = "local";   ///< "local" starts one, else HOST:PORT
  std::string emulate = "none";  ///< by a local agent, as EmulatedDevice::parse takes it
  DevicePrecision precision = DevicePrecision::Float32;

  friend bool operator==(const DeviceChoice&, const DeviceChoice&) = default;
};

/// @throws UsageError or Error with one sentence when the model cannot run so; reads the emulated device's file
void requireDevice(const DeviceChoice& choice, const Manifest& manifest);

/// The device that a run has: told when it is ready, and again after every change.
struct DeviceReport {
  DeviceChoice choice;
  std::string hostName;
  std::string machine;   ///< processor or board
  std::string emulated;  ///< the device that it stands in for; empty: itself
  int threads = 1;       ///< that one layer may use
  std::string problem;   ///< one sentence: a change that failed, the device is the one it was; empty: it is as wanted
};

}  // namespace cleave
