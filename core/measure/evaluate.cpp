// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/evaluate.h"

#include <algorithm>

#include "core/types/error.h"

namespace cleave {

void visitLayers(const NetworkRuntime& runtime, std::span<const std::uint8_t> frame,
                 const std::function<void(int exit, int layer, const Activation&)>& visit) {
  const NetworkDescription& network = runtime.network();
  Activation trunk = runtime.prepare(frame);
  int done = 0;
  for (int exit = 1; exit <= network.exitCount(); ++exit) {
    const auto runOne = [&](int layer, Activation& activation) {
      runtime.runLayers(exit, layer - 1, layer, activation);
      visit(exit, layer, activation);
    };
    const int attachment = network.trunkLayers(exit);
    for (; done < attachment; ++done) runOne(done + 1, trunk);
    Activation branch = trunk;
    for (int layer = attachment + 1; layer <= network.pathLength(exit); ++layer) runOne(layer, branch);
  }
}

int expectedClass(const ImageSet& images, int index, const std::vector<int>& classOf) {
  const std::uint8_t label = images.labels[static_cast<std::size_t>(index)];
  return classOf.empty() ? label : classOf.at(label);
}

std::vector<ExitAccuracy> evaluateExits(const NetworkRuntime& runtime, const ImageSet& images, int samplesAsked,
                                        const std::function<void(int, int)>& report, const std::stop_token& stop,
                                        const std::vector<int>& classOf) {
  const NetworkDescription& network = runtime.network();
  const int samples = std::min(samplesAsked, images.count());
  std::vector<ExitAccuracy> result(network.exits.size());
  for (int i = 0; i < samples; ++i) {
    if (stop.stop_requested()) throw Cancelled();
    const auto label = expectedClass(images, i, classOf);
    visitLayers(runtime, makeFrame(images, i, network.frame), [&](int exit, int layer, const Activation& activation) {
      if (layer != network.pathLength(exit)) return;
      auto& tally = result[static_cast<std::size_t>(exit - 1)];
      ++tally.samples;
      tally.correct += argmax(activation.values()) == label ? 1 : 0;
    });
    report(i + 1, samples);
  }
  return result;
}

}  // namespace cleave
