// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/experiment/edge_executor.h"

#include <algorithm>
#include <cmath>

#include "app/device/stopwatch.h"
#include "core/types/error.h"

namespace cleave {

Activation EdgeExecutor::receive(std::span<const std::byte> payload, RequestRecord& record) const {
  const Decision& decision = record.decision;
  const auto shapes = manifest_.network.shapes(decision.exit);
  const Shape& shape = shapes.at(static_cast<std::size_t>(decision.partition));
  Stopwatch watch;
  if (decision.partition > 0) {
    Activation feature(shape);
    codecs_.at(decision).decode(payload, feature.mutableValues());
    record.dequantizeMs = watch.lap();
    return feature;
  }
  if (decision.bits == 8) {  // the camera's own bytes
    Activation input = runtime_.prepare({reinterpret_cast<const std::uint8_t*>(payload.data()), payload.size()});
    record.prepareMs = watch.lap();
    return input;
  }
  std::vector<float> values(static_cast<std::size_t>(elementCount(shape)));
  codecs_.at(decision).decode(payload, values);
  record.dequantizeMs = watch.lap();
  Activation input = runtime_.prepareDequantized(values);
  record.prepareMs = watch.lap();
  return input;
}

void EdgeExecutor::finish(std::span<const std::byte> payload, RequestRecord& record) const {
  const Decision& decision = record.decision;
  Activation activation = receive(payload, record);
  const int length = manifest_.network.pathLength(decision.exit);
  if (decision.partition < length) {
    runtime_.runLayers(decision.exit, decision.partition, length, activation, &record.layerMs);
  } else {
    record.dequantizeMs = kUnknown;  // scores are copied, nothing is dequantized
  }
  if (!std::ranges::all_of(activation.values(), [](float score) { return std::isfinite(score); })) {
    throw Error("Exit " + std::to_string(decision.exit) +
                " of this model produces NaN or infinity: choose another bundle.");
  }
  record.prediction = argmax(activation.values());
  record.probabilities = softmax(activation.values());
  record.confidence = record.probabilities.at(static_cast<std::size_t>(record.prediction));
}

}  // namespace cleave
