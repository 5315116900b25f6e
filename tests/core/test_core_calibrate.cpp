// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "core/codec/quantizer.h"
#include "core/measure/calibrate.h"
#include "core/measure/evaluate.h"
#include "core/model/feature_codecs.h"
#include "tests/core/sentence.h"
#include "tests/core/tiny.h"
#include "tests/main/test_main.h"

namespace cleave {
namespace {

constexpr int kSamples = 6;

const auto kSilent = [](int, int) {};

// The output of every layer, image after image, by layer name.
std::map<std::string, std::vector<std::vector<float>>> valuesOf(const NetworkRuntime& runtime, const ImageSet& images) {
  std::map<std::string, std::vector<std::vector<float>>> values;
  for (int i = 0; i < kSamples; ++i) {
    visitLayers(runtime, makeFrame(images, i, runtime.network().frame), [&](int exit, int layer, const Activation& a) {
      values[runtime.network().path(exit)[static_cast<std::size_t>(layer - 1)].name].emplace_back(a.values().begin(),
                                                                                                  a.values().end());
    });
  }
  return values;
}

double squaredError(const std::vector<std::vector<float>>& images, const Quantizer& quantizer) {
  double error = 0;
  for (const auto& values : images) {
    std::vector<std::byte> payload;
    std::vector<float> back(values.size());
    quantizer.encode(values, payload);
    quantizer.decode(payload, back);
    for (std::size_t i = 0; i < values.size(); ++i) error += std::pow(static_cast<double>(back[i]) - values[i], 2);
  }
  return error;
}

bool same(const std::vector<ValueRange>& a, const std::vector<ValueRange>& b) {
  return std::ranges::equal(a, b,
                            [](auto left, auto right) { return left.low == right.low && left.high == right.high; });
}

Calibration calibrated(const Model& model, int samples = kSamples) {
  return calibrate(NetworkRuntime(model), test::bandImages(kSamples, 1), samples, kSilent, {});
}

}  // namespace

class TestCoreCalibrate : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { setComputeThreads(1); }
  void coversEveryCut();
  void sameTwice();
  void rangesAreTheBest();
  void codesOnlyWhatPays();
  void appliedItIsTheManifests();
  void deadAndSignedLayers();
  void endsWithTheSet();
  void stops();
  void refusesNan();
};

void TestCoreCalibrate::coversEveryCut() {
  const NetworkDescription network = test::tinyNetwork();
  const NetworkRuntime runtime(test::randomModel(network, 3));
  int reports = 0;
  const auto report = [&](int done, int total) {
    QCOMPARE(done, ++reports);
    QCOMPARE(total, 3 * kSamples);
  };
  const auto ranges = calibrate(runtime, test::bandImages(kSamples, 1), kSamples, report, {}).ranges;
  QCOMPARE(reports, 3 * kSamples);
  std::map<std::string, std::size_t> channels;
  for (int exit = 1; exit <= 3; ++exit) {
    const auto path = network.path(exit);
    const auto shapes = network.shapes(exit);
    for (std::size_t i = 0; i + 1 < path.size(); ++i) {
      channels[path[i].name] = static_cast<std::size_t>(shapes[i + 1][0]);
    }
  }
  QCOMPARE(ranges.size(), channels.size());
  for (const auto& [name, count] : channels) {
    QVERIFY2(ranges.contains(name), name.c_str());
    for (const int bits : {1, 2, 4, 8, 16}) {
      const auto& list = ranges.at(name).at(bits);
      QVERIFY(list.size() == 1 || (list.size() == count && bits < 16));
      for (const ValueRange range : list) {
        QCOMPARE(range.low, 0.0F);  // all of these follow a ReLU
        QVERIFY(range.high > 0 && std::isfinite(range.high));
      }
      Quantizer(bits, list);
    }
    QVERIFY(!ranges.at(name).contains(32));
  }
}

void TestCoreCalibrate::sameTwice() {
  const Model model = test::randomModel(test::tinyNetwork(), 3);
  const Calibration first = calibrated(model);
  const Calibration second = calibrated(model);
  for (const auto& [name, byBits] : first.ranges) {
    for (const auto& [bits, list] : byBits) QVERIFY(same(second.ranges.at(name).at(bits), list));
  }
  QVERIFY(second.coding == first.coding);
}

// Measured with the quantizer itself on the very values, not on a histogram: no other share of the range does better
// by more than the histogram's coarseness.
void TestCoreCalibrate::rangesAreTheBest() {
  const Model model = test::randomModel(test::tinyNetwork(), 3);
  const auto ranges = calibrated(model).ranges;
  const auto values = valuesOf(NetworkRuntime(model), test::bandImages(kSamples, 1));
  for (const auto& [name, byBits] : ranges) {
    float most = 0;
    for (const auto& image : values.at(name)) most = std::max(most, std::ranges::max(image));
    QCOMPARE(byBits.at(16).at(0).high, most);
    for (const int bits : {1, 2, 4, 8}) {
      for (const ValueRange range : byBits.at(bits)) QVERIFY(range.high <= most || byBits.at(bits).size() > 1);
      const double error = squaredError(values.at(name), Quantizer(bits, byBits.at(bits)));
      for (const float share : {0.3F, 0.5F, 0.7F, 0.8F, 0.9F, 0.95F, 1.0F}) {
        QVERIFY2(error <= 1.02 * squaredError(values.at(name), Quantizer(bits, 0.0F, share * most)),
                 qPrintable(QString("%1 at %2 bits, share %3").arg(name.c_str()).arg(bits).arg(share)));
      }
    }
    QVERIFY(byBits.at(1).at(0).high < most);  // one bit never spends its only level on the largest value
  }
}

// The table holds exactly the features of which compressing takes a quarter of a bit a code, counted on these images.
void TestCoreCalibrate::codesOnlyWhatPays() {
  NetworkDescription network = test::tinyNetwork();
  network.trunk[2].relu = false;  // conv2: signed, so far from sparse
  const Model model = test::randomModel(network, 3);
  const Calibration calibration = calibrated(model);
  const auto values = valuesOf(NetworkRuntime(model), test::bandImages(kSamples, 1));
  int coded = 0;
  int left = 0;
  for (int exit = 1; exit <= 3; ++exit) {
    const auto path = network.path(exit);
    const auto shapes = network.shapes(exit);
    for (std::size_t i = 0; i + 1 < path.size(); ++i) {
      const std::string& layer = path[i].name;
      for (const int bits : {1, 2, 4, 8}) {
        const Quantizer quantizer(bits, calibration.ranges.at(layer).at(bits));
        SymbolCounter counter(bits);
        for (const auto& image : values.at(layer)) {
          std::vector<std::uint8_t> codes(image.size());
          quantizer.quantize(image, codes);
          counter.add(codes, featureShape(shapes[i + 1]));
        }
        const bool pays = bits - counter.bitsPerCode() > 0.25;
        const auto found = calibration.coding.find(layer);
        const bool listed = found != calibration.coding.end() && found->second.contains(bits);
        QVERIFY2(listed == pays, qPrintable(QString("%1 at %2").arg(layer.c_str()).arg(bits)));
        if (listed) QVERIFY(found->second.at(bits) == counter.frequencies());
        (listed ? coded : left) += 1;
      }
    }
  }
  QVERIFY(coded > 0 && left > 0);
  for (const auto& [layer, byBits] : calibration.coding) {
    for (const auto& [bits, frequencies] : byBits) validateFrequencies(bits, frequencies);
  }
}

void TestCoreCalibrate::appliedItIsTheManifests() {
  Model model = test::randomModel(test::tinyNetwork(), 3);
  model.manifest.ranges["conv1"][3] = {{0, 1}};  // of another calibration
  model.manifest.coding["ghost"][4] = {};
  const Calibration calibration = calibrated(model);
  calibration.applyTo(model.manifest);
  QVERIFY(!model.manifest.ranges.at("conv1").contains(3));
  QVERIFY(model.manifest.coding == calibration.coding);
  FeatureCodecs{model.manifest};
  QCOMPARE(toJson(manifestFromJson(toJson(model.manifest), "test")), toJson(model.manifest));
}

void TestCoreCalibrate::deadAndSignedLayers() {
  NetworkDescription network = test::tinyNetwork();
  network.trunk[0].relu = false;  // conv1 and pool1 are signed
  Model model = test::randomModel(network, 3);
  for (const auto& tensor : model.manifest.tensors) {  // conv2 is dead
    if (!tensor.name.starts_with("conv2.")) continue;
    const auto at = model.weights.begin() + static_cast<std::ptrdiff_t>(tensor.offset);
    std::fill_n(at, 4 * elementCount(tensor.shape), std::byte{0});
  }
  const auto ranges = calibrated(model).ranges;
  for (const ValueRange range : ranges.at("conv1").at(8)) QVERIFY(range.low < 0 && range.high > 0);
  for (const auto& [bits, list] : ranges.at("conv2")) Quantizer(bits, list);  // any sound range
}

void TestCoreCalibrate::endsWithTheSet() {
  const NetworkRuntime runtime(test::randomModel(test::tinyNetwork(), 3));
  const ImageSet images = test::bandImages(3, 1);
  const auto all = calibrate(runtime, images, 3, kSilent, {}).ranges;
  const auto beyond = calibrate(runtime, images, 100000, [](int, int total) { QCOMPARE(total, 9); }, {}).ranges;
  QVERIFY(same(beyond.at("conv2").at(4), all.at("conv2").at(4)));
}

void TestCoreCalibrate::stops() {
  const NetworkRuntime runtime(test::randomModel(test::tinyNetwork(), 3));
  for (const int when : {1, kSamples + 2, 2 * kSamples + 1}) {
    std::stop_source stop;
    const auto report = [&](int done, int) {
      if (done == when) stop.request_stop();
    };
    QVERIFY_EXCEPTION_THROWN(calibrate(runtime, test::bandImages(kSamples, 1), kSamples, report, stop.get_token()),
                             Cancelled);
  }
}

// Such ranges would be written as null and make a bundle that nothing can read.
void TestCoreCalibrate::refusesNan() {
  for (const float bad : {std::numeric_limits<float>::infinity(), std::numeric_limits<float>::quiet_NaN()}) {
    Model model = test::randomModel(test::tinyNetwork(), 3);
    for (const auto& tensor : model.manifest.tensors) {
      if (tensor.name == "conv2.bias")
        std::ranges::copy(std::as_bytes(std::span(&bad, 1)), model.weights.begin() + static_cast<long>(tensor.offset));
    }
    const NetworkRuntime runtime(model);
    const std::string said = test::refusal([&] { calibrate(runtime, test::bandImages(2, 1), 2, kSilent, {}); });
    QCOMPARE(test::faultIn(said, {"'conv2'", "NaN or infinity"}), QByteArray());
  }
}

}  // namespace cleave

CLEAVE_TEST(cleave::TestCoreCalibrate)
#include "test_core_calibrate.moc"
