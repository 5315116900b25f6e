// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/calibrate.h"

#include <algorithm>
#include <cmath>

#include "core/measure/evaluate.h"
#include "core/measure/range_search.h"
#include "core/model/feature_codecs.h"
#include "core/types/decision.h"
#include "core/types/error.h"

namespace cleave {
namespace {

// A Pi 4 takes about 10 ns to compress a value and a PC 2 ns to undo it: 0.25 bit saved are those 12 ns at 20 Mbit/s.
constexpr double kWorthBits = 0.25;
constexpr int kPasses = 3;

/// Calls use(name, shape, values) for every output that can be cut at, of the first `samples` images.
class Passes {
 public:
  Passes(const NetworkRuntime& runtime, const ImageSet& images, int samples,
         const std::function<void(int, int)>& report, const std::stop_token& stop)
      : runtime_(runtime), images_(images), samples_(samples), report_(report), stop_(stop) {}

  template <class Use>
  void run(Use use) {
    const NetworkDescription& network = runtime_.network();
    for (int i = 0; i < samples_; ++i) {
      if (stop_.stop_requested()) throw Cancelled();
      visitLayers(runtime_, makeFrame(images_, i, network.frame), [&](int exit, int layer, const Activation& output) {
        if (layer == network.pathLength(exit)) return;  // scores are never quantized
        use(network.path(exit)[static_cast<std::size_t>(layer - 1)].name, featureShape(output.shape()),
            output.values());
      });
      report_(++done_, kPasses * samples_);
    }
  }

 private:
  const NetworkRuntime& runtime_;
  const ImageSet& images_;
  int samples_;
  const std::function<void(int, int)>& report_;
  const std::stop_token& stop_;
  int done_ = 0;
};

/// Symbols of one layer at one width, and what compressing them would save.
struct CodedLayer {
  Quantizer quantizer;
  SymbolCounter counter;
};

}  // namespace

void Calibration::applyTo(Manifest& manifest) const {
  manifest.ranges = ranges;
  manifest.coding = coding;
}

Calibration calibrate(const NetworkRuntime& runtime, const ImageSet& images, int samplesAsked,
                      const std::function<void(int, int)>& report, const std::stop_token& stop) {
  Passes passes(runtime, images, std::min(samplesAsked, images.count()), report, stop);
  std::map<std::string, RangeSearch> searches;
  passes.run([&](const std::string& layer, const FeatureShape& shape, auto values) {
    searches.try_emplace(layer, shape).first->second.widen(layer, values);
  });
  passes.run([&](const std::string& layer, const FeatureShape&, auto values) { searches.at(layer).add(values); });

  Calibration result;
  std::map<std::pair<std::string, int>, CodedLayer> coded;
  for (const auto& [layer, search] : searches) {
    for (const int bits : kBitWidths) {
      if (bits > 16) continue;
      const auto& ranges = result.ranges[layer][bits] = search.best(bits);
      if (bits <= 8) coded.try_emplace({layer, bits}, Quantizer(bits, ranges), SymbolCounter(bits));
    }
  }
  std::vector<std::uint8_t> codes;
  passes.run([&](const std::string& layer, const FeatureShape& shape, auto values) {
    codes.resize(values.size());
    for (const int bits : {1, 2, 4, 8}) {
      CodedLayer& one = coded.at({layer, bits});
      one.quantizer.quantize(values, codes);
      one.counter.add(codes, shape);
    }
  });
  for (const auto& [key, one] : coded) {
    if (key.second - one.counter.bitsPerCode() > kWorthBits) {
      result.coding[key.first][key.second] = one.counter.frequencies();
    }
  }
  return result;
}

}  // namespace cleave
