// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/experiment/device_choice.h"

#include "core/profile/emulated_device.h"
#include "core/types/error.h"
#include "net/wire/host_port.h"

namespace cleave {

void requireDevice(const DeviceChoice& choice, const Manifest& manifest) {
  const auto emulated = EmulatedDevice::parse(choice.emulate);
  if (emulated) {  // both throw when it does not fit
    emulated->requirePrecision(toText(choice.precision));
    emulated->profileOf(manifest.network);
  }
  if (choice.agent == "local") return;
  net::parseHostPort(choice.agent);
  if (emulated)
    throw UsageError("The emulated device can be set for a local agent only: start a remote agent with --emulate.");
}

}  // namespace cleave
