// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/plain/decision.h"
#include "core/plain/error.h"
#include "core/train/evaluate.h"

namespace cleave {
namespace {

constexpr int kBins = 4096;
constexpr int kCandidates = 128;  // fractions of the full range that are tried

struct Histogram {
  float low = 0;
  float high = 0;
  std::vector<double> counts;

  void widen(const std::string& layer, std::span<const float> values) {
    if (!std::ranges::all_of(values, [](float value) { return std::isfinite(value); })) {
      throw Error("Layer '" + layer + "' gives NaN or infinity: train the model again at a lower --rate.");
    }
    const auto [least, greatest] = std::ranges::minmax(values);
    low = std::min(low, least);
    high = std::max(high, greatest);
  }
  void add(std::span<const float> values) {
    if (counts.empty()) counts.assign(kBins, 0.0);
    const float scale = static_cast<float>(kBins) / (high - low);
    for (const float value : values) {
      const int bin = std::clamp(static_cast<int>((value - low) * scale), 0, kBins - 1);
      counts[static_cast<std::size_t>(bin)] += 1;
    }
  }
};

// Zeros lie on a code exactly when low is 0, so the first bin (which holds them) counts as zero error there.
double squaredError(const Histogram& histogram, ValueRange range, int bits) {
  const double levels = std::pow(2.0, bits) - 1;
  const double step = (static_cast<double>(range.high) - range.low) / levels;
  const double width = (static_cast<double>(histogram.high) - histogram.low) / kBins;
  double error = 0;
  for (int bin = histogram.low >= 0 ? 1 : 0; bin < kBins; ++bin) {
    const double value = histogram.low + (bin + 0.5) * width;
    const double code = std::clamp(std::round((value - range.low) / step), 0.0, levels);
    const double difference = value - (range.low + code * step);
    error += histogram.counts[static_cast<std::size_t>(bin)] * difference * difference;
  }
  return error;
}

ValueRange bestRange(const Histogram& histogram, int bits) {
  ValueRange best{histogram.low, histogram.high};
  double least = std::numeric_limits<double>::infinity();
  for (int i = kCandidates; i >= 1; --i) {
    const float share = static_cast<float>(i) / kCandidates;
    const ValueRange range{histogram.low * share, histogram.high * share};
    const double error = squaredError(histogram, range, bits);
    if (error < least) {
      least = error;
      best = range;
    }
  }
  return best;
}

}  // namespace

std::map<std::string, std::map<int, ValueRange>> calibrateRanges(const NetworkRuntime& runtime, const ImageSet& images,
                                                                 int samplesAsked,
                                                                 const std::function<void(int, int)>& report,
                                                                 const std::stop_token& stop) {
  const NetworkDescription& network = runtime.network();
  const int samples = std::min(samplesAsked, images.count());
  std::map<std::string, Histogram> histograms;
  const auto pass = [&](int offset, auto use) {
    for (int i = 0; i < samples; ++i) {
      if (stop.stop_requested()) throw Cancelled();
      visitLayers(runtime, makeFrame(images, i, network.frame), [&](int exit, int layer, const Activation& activation) {
        if (layer == network.pathLength(exit)) return;  // scores are never quantized
        const std::string name = network.path(exit)[static_cast<std::size_t>(layer - 1)].name;
        use(name, histograms[name], activation.values());
      });
      report(offset + i + 1, 2 * samples);
    }
  };
  pass(0, [](const std::string& layer, Histogram& histogram, auto values) { histogram.widen(layer, values); });
  for (auto& [name, histogram] : histograms) {
    if (!(histogram.high - histogram.low > 1e-20F))
      histogram.high = histogram.low + 1;  // a dead layer: any range will do
  }
  pass(samples, [](const std::string&, Histogram& histogram, auto values) { histogram.add(values); });

  std::map<std::string, std::map<int, ValueRange>> ranges;
  for (const auto& [name, histogram] : histograms) {
    for (const int bits : kBitWidths) {
      if (bits < 16) ranges[name][bits] = bestRange(histogram, bits);
      if (bits == 16) ranges[name][bits] = {histogram.low, histogram.high};
    }
  }
  return ranges;
}

}  // namespace cleave
