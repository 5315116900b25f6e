// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/profile/reference_device.h"
#include "tests/core/files.h"

namespace cleave::test {

/// A file with the profile of a device, "dream", that no machine can keep up with.
inline std::string dreamProfile(const Folder& folder, const NetworkDescription& network) {
  LatencyProfile profile = referenceProfile(raspberryPi4(4), network);
  profile.name = "dream";
  profile.side = "device";
  for (auto& layer : profile.layers) layer.medianMs = layer.p95Ms = 1e-5;
  const auto file = folder / "dream.json";
  writeLatencyProfiles(file, std::vector{profile});
  return file.string();
}

}  // namespace cleave::test
