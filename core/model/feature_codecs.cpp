// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/feature_codecs.h"

#include "core/types/error.h"

namespace cleave {
namespace {

const SymbolFrequencies& frequenciesOf(const Manifest& manifest, const std::string& layer, int bits) {
  static const SymbolFrequencies kNone;
  const auto byBits = manifest.coding.find(layer);
  if (byBits == manifest.coding.end()) return kNone;
  const auto found = byBits->second.find(bits);
  return found == byBits->second.end() ? kNone : found->second;
}

}  // namespace

FeatureShape featureShape(const Shape& shape) {
  const auto extent = [&](std::size_t i) { return i < shape.size() ? static_cast<std::size_t>(shape[i]) : 1; };
  return {extent(0), extent(1), extent(2)};
}

FeatureCodecs::FeatureCodecs(const Manifest& manifest) : network_(manifest.network) {
  const FeatureShape frame{1, 1, static_cast<std::size_t>(network_.frame.bytes())};
  for (const int bits : kBitWidths) codecs_.try_emplace({"", bits}, frame, Quantizer(bits, 0, 255));
  for (int exit = 1; exit <= network_.exitCount(); ++exit) {
    const auto path = network_.path(exit);
    const auto shapes = network_.shapes(exit);
    for (std::size_t i = 0; i < path.size(); ++i) {
      const std::string& layer = path[i].name;
      const FeatureShape shape = featureShape(shapes[i + 1]);
      codecs_.try_emplace({layer, 32}, shape, Quantizer(32, 0, 1));
      const auto ranges = manifest.ranges.find(layer);
      if (i + 1 == path.size() || ranges == manifest.ranges.end()) continue;  // scores are never quantized
      for (const auto& [bits, list] : ranges->second) {
        if (list.size() != 1 && list.size() != shape.channels) {
          throw Error("The model has " + std::to_string(list.size()) + " quantization ranges for the " +
                      std::to_string(shape.channels) + " channels of layer '" + layer + "': calibrate it again.");
        }
        codecs_.try_emplace({layer, bits}, shape, Quantizer(bits, list), frequenciesOf(manifest, layer, bits));
      }
    }
  }
}

const FeatureCodec& FeatureCodecs::at(const Decision& decision) const {
  const std::string layer =
      decision.partition == 0 ? ""
                              : network_.path(decision.exit).at(static_cast<std::size_t>(decision.partition - 1)).name;
  const auto found = codecs_.find({layer, decision.bits});
  if (found == codecs_.end()) {
    throw Error("The model has no quantization range for layer '" + layer + "' at " + std::to_string(decision.bits) +
                " bits: calibrate it with 'cleave-cli model calibrate' or choose 32 bits.");
  }
  return found->second;
}

}  // namespace cleave
