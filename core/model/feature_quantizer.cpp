// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/feature_quantizer.h"

#include "core/plain/error.h"

namespace cleave {

Quantizer featureQuantizer(const Manifest& manifest, const Decision& decision) {
  if (decision.bits == 32) return {32, 0, 1};
  if (decision.partition == 0) return {decision.bits, 0, 255};
  const auto path = manifest.network.path(decision.exit);
  const std::string& layer = path.at(static_cast<std::size_t>(decision.partition - 1)).name;
  const auto ranges = manifest.ranges.find(layer);
  if (ranges == manifest.ranges.end() || !ranges->second.contains(decision.bits)) {
    throw Error("The model has no quantization range for layer '" + layer + "' at " + std::to_string(decision.bits) +
                " bits: train it again, import it with --dataset, or choose 32 bits.");
  }
  const ValueRange range = ranges->second.at(decision.bits);
  return {decision.bits, range.low, range.high};
}

}  // namespace cleave
