// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/codec/quantizer.h"
#include "core/model/manifest.h"
#include "core/plain/decision.h"

namespace cleave {

/// The quantizer for what crosses the link under a decision, with the model's calibrated range, so that the wire
/// carries only codes. At partition 0 that is the frame's byte values (HWC) over 0..255: lossless at 8 bits.
/// @throws Error when the model has no range for that layer and width
Quantizer featureQuantizer(const Manifest& manifest, const Decision& decision);

}  // namespace cleave
