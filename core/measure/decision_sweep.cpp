// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/decision_sweep.h"

#include <algorithm>

namespace cleave {
namespace {

constexpr auto kCodedBits = {1, 2, 4, 8, 16};

std::size_t floatBytes(const Activation& activation) {
  return activation.values().size_bytes();
}

}  // namespace

DecisionSweep::DecisionSweep(const NetworkRuntime& runtime, const FeatureCodecs& codecs, const DecisionSpace& space)
    : runtime_(runtime), codecs_(codecs), space_(space) {}

DecisionOutcomes DecisionSweep::run(std::span<const std::uint8_t> frame, int label) {
  const NetworkDescription& network = runtime_.network();
  const auto count = static_cast<std::size_t>(space_.size());
  label_ = label;
  outcomes_ = {std::vector<std::uint8_t>(count), std::vector<std::uint32_t>(count)};
  frameCuts(frame);
  Activation trunk = runtime_.prepare(frame);
  int done = 0;
  for (int exit = 1; exit <= space_.exitCount(); ++exit) {
    const int attachment = network.trunkLayers(exit);
    for (; done < attachment; ++done) {
      runtime_.runLayers(exit, done, done + 1, trunk);
      if (done + 1 < space_.pathLength(exit)) trunkCuts(exit, done + 1, trunk);
    }
    branchCuts(exit, attachment, trunk);
  }
  return outcomes_;
}

void DecisionSweep::frameCuts(std::span<const std::uint8_t> frame) {
  std::vector<float> values(frame.begin(), frame.end());
  std::vector<float> received(frame.size());
  for (const int bits : {1, 2, 4, 8}) {
    const Decision cut{1, 0, bits};
    codecs_.at(cut).encode(values, payload_);
    codecs_.at(cut).decode(payload_, received);
    finishTrunk(cut, runtime_.prepareDequantized(received), payload_.size());
  }
}

void DecisionSweep::trunkCuts(int exit, int partition, const Activation& trunk) {
  for (const int bits : kCodedBits) {
    const Decision cut{exit, partition, bits};
    const Activation feature = quantized(trunk, cut);
    finishTrunk(cut, feature, payload_.size());
  }
}

void DecisionSweep::branchCuts(int exit, int attachment, Activation branch) {
  const int length = space_.pathLength(exit);
  for (int partition = attachment + 1; partition <= length; ++partition) {
    runtime_.runLayers(exit, partition - 1, partition, branch);
    if (partition == length) break;
    for (const int bits : kCodedBits) {
      const Decision cut{exit, partition, bits};
      Activation scores = quantized(branch, cut);
      const std::size_t bytes = payload_.size();
      runtime_.runLayers(exit, partition, length, scores);
      tally(cut, scores, bytes);
    }
  }
  // Unquantized: wherever the path is cut, these are the scores.
  tally({exit, length, 32}, branch, floatBytes(branch));
  const auto shapes = runtime_.network().shapes(exit);
  for (int partition = 1; partition < length; ++partition) {
    tally({exit, partition, 32}, branch,
          sizeof(float) * static_cast<std::size_t>(elementCount(shapes[static_cast<std::size_t>(partition)])));
  }
}

// The rest of the trunk after a cut at `cut.partition`, and every exit behind it.
void DecisionSweep::finishTrunk(const Decision& cut, Activation activation, std::size_t bytes) {
  int at = cut.partition;
  for (int exit = cut.exit; exit <= space_.exitCount(); ++exit) {
    const int attachment = runtime_.network().trunkLayers(exit);
    if (attachment < at || cut.partition == space_.pathLength(exit)) continue;
    runtime_.runLayers(exit, at, attachment, activation);
    at = attachment;
    Activation scores = activation;
    runtime_.runLayers(exit, attachment, space_.pathLength(exit), scores);
    tally({exit, cut.partition, cut.bits}, scores, bytes);
  }
}

Activation DecisionSweep::quantized(const Activation& feature, const Decision& cut) {
  Activation result(feature.shape());
  const FeatureCodec& codec = codecs_.at(cut);
  codec.encode(feature.values(), payload_);
  codec.decode(payload_, result.mutableValues());
  return result;
}

void DecisionSweep::tally(const Decision& decision, const Activation& scores, std::size_t bytes) {
  const auto index = static_cast<std::size_t>(space_.indexOf(decision).value());
  outcomes_.correct[index] = argmax(scores.values()) == label_ ? 1 : 0;
  outcomes_.bytes[index] = static_cast<std::uint32_t>(bytes);
}

}  // namespace cleave
