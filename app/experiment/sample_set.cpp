// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/experiment/sample_set.h"

#include <algorithm>
#include <numeric>

#include "core/data/match_classes.h"
#include "core/measure/evaluate.h"
#include "core/types/error.h"
#include "core/types/random.h"

namespace cleave {

int defaultSampleCount(std::uint64_t requests) {
  constexpr int kEndless = 256;
  if (requests == 0) return kEndless;
  return static_cast<int>(std::min<std::uint64_t>(requests, SampleSet::kMaxFrames));
}

SampleSet makeSamples(const Manifest& manifest, int count, std::uint64_t seed, const std::string& dataFolder,
                      const std::stop_token& stop) {
  const Dataset dataset = loadDataset(manifest.dataset, dataFolder, Split::Test, stop);
  const auto classOf = matchClasses(manifest.classes, dataset);
  std::vector<int> order(static_cast<std::size_t>(dataset.test.count()));
  std::iota(order.begin(), order.end(), 0);
  SplitMix random(seed, 0x5a);
  SampleSet samples{manifest.network.frame.width, manifest.network.frame.height, {}, {}};
  const auto wanted = std::min(order.size(), static_cast<std::size_t>(count));
  for (std::size_t i = 0; i < wanted; ++i) {  // the first steps of a Fisher-Yates shuffle
    if (stop.stop_requested()) throw Cancelled();
    std::swap(order[i], order[i + random.below(order.size() - i)]);
    samples.frames.push_back(makeFrame(dataset.test, order[i], manifest.network.frame));
    samples.labels.push_back(expectedClass(dataset.test, order[i], classOf));
  }
  return samples;
}

}  // namespace cleave
