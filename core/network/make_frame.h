// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "core/data/dataset.h"
#include "core/types/network_description.h"

namespace cleave {

/// Scales one image to the 8-bit RGB frame (HWC) that the device's camera would deliver: bilinear, grey repeated.
std::vector<std::uint8_t> makeFrame(const ImageSet& images, int index, const FrameDescription& frame);

}  // namespace cleave
