// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace cleave {

/// Values outside [low, high] saturate when quantized.
struct ValueRange {
  float low = 0;
  float high = 1;
};

}  // namespace cleave
