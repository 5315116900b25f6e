// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/measure_decisions.h"

#include <algorithm>

#include "core/model/feature_quantizer.h"
#include "core/plain/decision_space.h"
#include "core/plain/error.h"
#include "core/train/evaluate.h"

namespace cleave {
namespace {

/// All decisions of one image.
class ImageSweep {
 public:
  ImageSweep(const NetworkRuntime& runtime, const Manifest& manifest, const DecisionSpace& space, int label,
             std::vector<ExitAccuracy>& tallies)
      : runtime_(runtime), manifest_(manifest), space_(space), label_(label), tallies_(tallies) {}

  void run(std::span<const std::uint8_t> frame) {
    for (const int bits : {1, 2, 4, 8}) trunkFrom({1, 0, bits}, quantizedFrame(frame, bits));
    Activation trunk = runtime_.prepare(frame);
    int done = 0;
    for (int exit = 1; exit <= space_.exitCount(); ++exit) {
      const int attachment = manifest_.network.trunkLayers(exit);
      const int length = space_.pathLength(exit);
      while (done < attachment) {
        runtime_.runLayers(exit, done, done + 1, trunk);
        ++done;
        if (done < length) {
          for (const int bits : kBitWidths) trunkFrom({exit, done, bits}, quantized(trunk, {exit, done, bits}));
        }
      }
      branchCuts(exit, attachment, length, trunk);
    }
  }

 private:
  Activation quantizedFrame(std::span<const std::uint8_t> frame, int bits) const {
    std::vector<float> values(frame.begin(), frame.end());
    std::vector<std::byte> payload;
    const Quantizer quantizer = featureQuantizer(manifest_, {1, 0, bits});
    quantizer.encode(values, payload);
    quantizer.decode(payload, values);
    return runtime_.prepareDequantized(values);
  }

  Activation quantized(const Activation& feature, const Decision& decision) const {
    Activation result(feature.shape());
    std::vector<std::byte> payload;
    const Quantizer quantizer = featureQuantizer(manifest_, decision);
    quantizer.encode(feature.values(), payload);
    quantizer.decode(payload, result.mutableValues());
    return result;
  }

  void tally(const Decision& decision, const Activation& scores) {
    ExitAccuracy& entry = tallies_[static_cast<std::size_t>(space_.indexOf(decision).value())];
    ++entry.samples;
    entry.correct += argmax(scores.values()) == label_ ? 1 : 0;
  }

  // The rest of the trunk after a cut at `cut.partition`, and every exit behind it.
  void trunkFrom(const Decision& cut, Activation activation) {
    int at = cut.partition;
    for (int exit = cut.exit; exit <= space_.exitCount(); ++exit) {
      const int attachment = manifest_.network.trunkLayers(exit);
      if (attachment < at) continue;
      runtime_.runLayers(exit, at, attachment, activation);
      at = attachment;
      if (cut.partition == space_.pathLength(exit)) continue;  // nothing is left to run: a device-only decision
      Activation scores = activation;
      runtime_.runLayers(exit, attachment, space_.pathLength(exit), scores);
      tally({exit, cut.partition, cut.bits}, scores);
    }
  }

  void branchCuts(int exit, int attachment, int length, Activation branch) {
    for (int partition = attachment + 1; partition <= length; ++partition) {
      runtime_.runLayers(exit, partition - 1, partition, branch);
      if (partition == length) break;
      for (const int bits : kBitWidths) {
        Activation scores = quantized(branch, {exit, partition, bits});
        runtime_.runLayers(exit, partition, length, scores);
        tally({exit, partition, bits}, scores);
      }
    }
    tally({exit, length, 32}, branch);
  }

  const NetworkRuntime& runtime_;
  const Manifest& manifest_;
  const DecisionSpace& space_;
  int label_;
  std::vector<ExitAccuracy>& tallies_;
};

}  // namespace

std::vector<ExitAccuracy> measureDecisions(const NetworkRuntime& runtime, const Manifest& manifest,
                                           const ImageSet& images, int samplesAsked,
                                           const std::function<void(int, int)>& report, const std::stop_token& stop,
                                           const std::vector<int>& classOf) {
  const int samples = std::min(samplesAsked, images.count());
  const DecisionSpace space(manifest.network);
  std::vector<ExitAccuracy> tallies(static_cast<std::size_t>(space.size()));
  for (int i = 0; i < samples; ++i) {
    if (stop.stop_requested()) throw Cancelled();
    ImageSweep sweep(runtime, manifest, space, expectedClass(images, i, classOf), tallies);
    sweep.run(makeFrame(images, i, manifest.network.frame));
    report(i + 1, samples);
  }
  return tallies;
}

}  // namespace cleave
