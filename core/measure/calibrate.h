// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <stop_token>

#include "core/data/dataset.h"
#include "core/network/network_runtime.h"

namespace cleave {

/// What a model knows about its features, measured on training images.
struct Calibration {
  /// Every layer's output but the scores, 1..16 bits: least squared quantization error, per tensor or per channel.
  decltype(Manifest::ranges) ranges;
  /// 1..8 bits, where compressing saves more time on the link than it takes (see kWorthBits in the source).
  decltype(Manifest::coding) coding;

  void applyTo(Manifest& manifest) const;
};

/// Deterministic: the same model and images give the same numbers. Three passes over the first `samples` images.
/// @param report (done, total), often
/// @throws Error when a layer gives NaN or infinity; Cancelled
Calibration calibrate(const NetworkRuntime& runtime, const ImageSet& images, int samples,
                      const std::function<void(int, int)>& report, const std::stop_token& stop);

}  // namespace cleave
