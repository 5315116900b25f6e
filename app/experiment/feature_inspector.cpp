// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/experiment/feature_inspector.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "core/types/error.h"

namespace cleave {
namespace {

// A frame's bytes lie pixel by pixel (HWC) on the link; every picture is drawn channel by channel.
std::vector<float> planar(std::span<const float> frame) {
  const std::size_t pixels = frame.size() / 3;
  std::vector<float> values(frame.size());
  for (std::size_t i = 0; i < frame.size(); ++i) values[(i % 3) * pixels + i / 3] = frame[i];
  return values;
}

std::vector<float> copied(const Activation& activation) {
  return {activation.values().begin(), activation.values().end()};
}

FeatureError errorOf(std::span<const float> before, std::span<const float> after) {
  double signal = 0;
  double noise = 0;
  std::size_t zerosBefore = 0;
  std::size_t zerosAfter = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const auto value = static_cast<double>(before[i]);
    const double off = static_cast<double>(after[i]) - value;
    signal += value * value;
    noise += off * off;
    zerosBefore += before[i] == 0 ? 1 : 0;
    zerosAfter += after[i] == 0 ? 1 : 0;
  }
  const auto count = static_cast<double>(std::max<std::size_t>(1, before.size()));
  const double snr =
      noise > 0 ? 10 * std::log10(std::max(signal, 1e-30) / noise) : std::numeric_limits<double>::infinity();
  return {noise / count, snr, static_cast<double>(zerosBefore) / count, static_cast<double>(zerosAfter) / count};
}

// The value of `low` and `high` that all pictures share: those of the feature itself, so that what quantization cuts
// off is seen as cut off.
void picture(FeatureInspection& inspection, std::span<const float> before, std::span<const float> after, int most) {
  const auto [low, high] = std::ranges::minmax(before);
  inspection.low = low;
  inspection.high = high;
  inspection.channels = variedChannels(before, inspection.shape, most);
  for (const int channel : inspection.channels) {
    inspection.before.push_back(pictureOf(before, inspection.shape, channel, low, high));
    if (!after.empty()) inspection.after.push_back(pictureOf(after, inspection.shape, channel, low, high));
  }
  if (!after.empty()) inspection.error = errorOf(before, after);
}

void stepThrough(const NetworkRuntime& runtime, int exit, int first, int last, Activation& activation,
                 const std::stop_token& stop) {
  for (int layer = first; layer < last; ++layer) {
    if (stop.stop_requested()) throw Cancelled();
    runtime.runLayers(exit, layer, layer + 1, activation);
  }
}

}  // namespace

FeatureInspector::FeatureInspector(const Model& model, DevicePrecision precision)
    : network_(model.manifest.network), space_(network_), codecs_(model.manifest), edge_(model) {
  if (precision != DevicePrecision::Float32) device_.emplace(model, precision);
}

bool FeatureInspector::onPath(const Decision& decision, int exit, int layer) const {
  if (exit == decision.exit || layer == 0) return true;
  return layer <= std::min(network_.trunkLayers(exit), network_.trunkLayers(decision.exit));
}

// The activation after `layer`, never quantized on the way.
Activation FeatureInspector::run(std::span<const std::uint8_t> frame, const Decision& decision, int exit, int layer,
                                 const std::stop_token& stop) const {
  const bool own = device_ && onPath(decision, exit, layer) && decision.partition > 0;
  const int cut = own ? std::min(layer, decision.partition) : 0;
  Activation activation = own ? device_->prepare(frame) : edge_.prepare(frame);
  if (own) {
    stepThrough(*device_, exit, 0, cut, activation, stop);
    activation = NetworkRuntime::toFloat(activation);
  }
  stepThrough(edge_, exit, cut, layer, activation, stop);
  return activation;
}

// What the edge has after `layer`, from the payload on.
Activation FeatureInspector::received(std::span<const float> sent, std::span<const std::byte> payload,
                                      const Decision& decision, int layer, const std::stop_token& stop) const {
  Activation activation;
  if (decision.partition == 0) {
    std::vector<float> bytes(sent.size());
    codecs_.at(decision).decode(payload, bytes);
    activation = edge_.prepareDequantized(bytes);
  } else {
    activation = Activation(network_.shapes(decision.exit).at(static_cast<std::size_t>(decision.partition)));
    codecs_.at(decision).decode(payload, activation.mutableValues());
  }
  stepThrough(edge_, decision.exit, decision.partition, layer, activation, stop);
  return activation;
}

FeatureInspection FeatureInspector::inspect(std::span<const std::uint8_t> frame, const Decision& decision, int exit,
                                            int layer, int most, const std::stop_token& stop) const {
  space_.require(decision);
  if (exit < 1 || exit > network_.exitCount() || layer < 0 || layer > network_.pathLength(exit)) {
    throw UsageError("The model has no layer " + std::to_string(layer) + " on a path to exit " + std::to_string(exit) +
                     ": choose another layer or exit.");
  }
  if (static_cast<std::int64_t>(frame.size()) != network_.frame.bytes()) {
    throw Error("The frame has " + std::to_string(frame.size()) + " bytes, but the model expects " +
                std::to_string(network_.frame.bytes()) + ": use frames of the model's size.");
  }
  FeatureInspection inspection;
  inspection.shape = network_.shapes(exit).at(static_cast<std::size_t>(layer));
  const std::vector<float> bytes(frame.begin(), frame.end());
  const std::vector<float> before = layer == 0 ? planar(bytes) : copied(run(frame, decision, exit, layer, stop));
  const bool crosses = decision.partition < network_.pathLength(decision.exit);
  if (!crosses || layer < decision.partition || !onPath(decision, exit, layer)) {
    picture(inspection, before, {}, most);
    return inspection;
  }
  // At and behind the cut: the codec's own work, then the edge's.
  const std::vector<float> sent = decision.partition == 0 ? bytes
                                  : layer == decision.partition
                                      ? before
                                      : copied(run(frame, decision, decision.exit, decision.partition, stop));
  const FeatureCodec& codec = codecs_.at(decision);
  std::vector<std::byte> payload;
  codec.encode(sent, payload);
  if (layer == decision.partition) {
    inspection.payload = {payload.size(), codec.packedBytes(), payload.size() < codec.packedBytes()};
  }
  std::vector<float> after(sent.size());
  if (layer > decision.partition) {
    after = copied(received(sent, payload, decision, layer, stop));
  } else {
    codec.decode(payload, after);
    if (layer == 0) after = planar(after);
  }
  picture(inspection, before, after, most);
  return inspection;
}

}  // namespace cleave
