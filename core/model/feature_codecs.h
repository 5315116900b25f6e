// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <utility>

#include "core/codec/feature_codec.h"
#include "core/model/manifest.h"
#include "core/types/decision.h"

namespace cleave {

/// The codecs of everything that can cross the link under a model's decisions, with its calibrated ranges and symbol
/// frequencies, so that the wire carries only codes. At partition 0 that is the frame's byte values (HWC) over 0..255:
/// lossless at 8 bits, and never compressed (frames scaled up from small pictures would shrink as no camera's do).
class FeatureCodecs {
 public:
  /// @throws Error when a range or a table of frequencies does not fit its layer
  explicit FeatureCodecs(const Manifest& manifest);

  /// Scores, of a decision that runs on the device alone, pass through at 32 bits.
  /// @throws Error when the model has no range for that layer and width
  [[nodiscard]] const FeatureCodec& at(const Decision& decision) const;

 private:
  NetworkDescription network_;
  std::map<std::pair<std::string, int>, FeatureCodec> codecs_;  ///< by layer ("" = frame) and bits
};

/// Channel, row and column count of an activation {C, H, W} or {features}.
FeatureShape featureShape(const Shape& shape);

}  // namespace cleave
