// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>
#include <set>

#include "core/codec/quantizer.h"
#include "core/plain/decision.h"
#include "core/train/evaluate.h"
#include "tests/core/sentence.h"
#include "tests/core/tiny.h"

namespace cleave {
namespace {

constexpr int kSamples = 6;

const auto kSilent = [](int, int) {};

// Every value of every layer over the images, by layer name.
std::map<std::string, std::vector<float>> valuesOf(const NetworkRuntime& runtime, const ImageSet& images) {
  std::map<std::string, std::vector<float>> values;
  for (int i = 0; i < kSamples; ++i) {
    visitLayers(runtime, makeFrame(images, i, runtime.network().frame), [&](int exit, int layer, const Activation& a) {
      auto& all = values[runtime.network().path(exit)[static_cast<std::size_t>(layer - 1)].name];
      all.insert(all.end(), a.values().begin(), a.values().end());
    });
  }
  return values;
}

double squaredError(const std::vector<float>& values, int bits, float low, float high) {
  const Quantizer quantizer(bits, low, high);
  std::vector<std::byte> payload;
  std::vector<float> back(values.size());
  quantizer.encode(values, payload);
  quantizer.decode(payload, back);
  double error = 0;
  for (std::size_t i = 0; i < values.size(); ++i) error += std::pow(static_cast<double>(back[i]) - values[i], 2);
  return error;
}

}  // namespace

class TestCoreCalibrate : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { setComputeThreads(1); }
  void coversEveryCut();
  void sameTwice();
  void rangesAreTheBest();
  void deadAndSignedLayers();
  void endsWithTheSet();
  void stops();
  void refusesNan();
};

void TestCoreCalibrate::coversEveryCut() {
  const NetworkDescription network = test::tinyNetwork();
  const NetworkRuntime runtime(test::randomModel(network, 3));
  int reports = 0;
  const auto ranges = calibrateRanges(runtime, test::bandImages(kSamples, 1), kSamples,
                                      [&](int done, int total) {
                                        QCOMPARE(done, ++reports);
                                        QCOMPARE(total, 2 * kSamples);
                                      },
                                      {});
  QCOMPARE(reports, 2 * kSamples);
  std::set<std::string> features;
  for (int exit = 1; exit <= 3; ++exit) {
    const auto path = network.path(exit);
    for (std::size_t i = 0; i + 1 < path.size(); ++i) features.insert(path[i].name);
  }
  QCOMPARE(ranges.size(), features.size());
  for (const auto& name : features) {
    QVERIFY2(ranges.contains(name), name.c_str());
    for (const int bits : {1, 2, 4, 8, 16}) {
      const ValueRange range = ranges.at(name).at(bits);
      QCOMPARE(range.low, 0.0F);  // all of these follow a ReLU
      QVERIFY(range.high > 0 && std::isfinite(range.high));
      Quantizer(bits, range.low, range.high);
    }
    QVERIFY(!ranges.at(name).contains(32));
  }
}

void TestCoreCalibrate::sameTwice() {
  const NetworkRuntime runtime(test::randomModel(test::tinyNetwork(), 3));
  const ImageSet images = test::bandImages(kSamples, 1);
  const auto first = calibrateRanges(runtime, images, kSamples, kSilent, {});
  const auto second = calibrateRanges(runtime, images, kSamples, kSilent, {});
  for (const auto& [name, byBits] : first) {
    for (const auto& [bits, range] : byBits) {
      QCOMPARE(second.at(name).at(bits).low, range.low);
      QCOMPARE(second.at(name).at(bits).high, range.high);
    }
  }
}

// Measured with the quantizer itself on the very values, not on a histogram: no other share of the range does better
// by more than the histogram's coarseness.
void TestCoreCalibrate::rangesAreTheBest() {
  const NetworkRuntime runtime(test::randomModel(test::tinyNetwork(), 3));
  const ImageSet images = test::bandImages(kSamples, 1);
  const auto ranges = calibrateRanges(runtime, images, kSamples, kSilent, {});
  const auto values = valuesOf(runtime, images);
  for (const auto& [name, byBits] : ranges) {
    const float most = std::ranges::max(values.at(name));
    QCOMPARE(byBits.at(16).high, most);
    for (const int bits : {1, 2, 4, 8}) {
      const float high = byBits.at(bits).high;
      QVERIFY(high <= most);
      const double error = squaredError(values.at(name), bits, 0.0F, high);
      for (const float share : {0.3F, 0.5F, 0.7F, 0.8F, 0.9F, 0.95F, 1.0F}) {
        QVERIFY2(error <= 1.02 * squaredError(values.at(name), bits, 0.0F, share * most),
                 qPrintable(QString("%1 at %2 bits, share %3").arg(name.c_str()).arg(bits).arg(share)));
      }
    }
    QVERIFY(byBits.at(1).high < most);  // one bit never spends its only level on the largest value
  }
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
  const auto ranges = calibrateRanges(NetworkRuntime(model), test::bandImages(kSamples, 1), kSamples, kSilent, {});
  QVERIFY(ranges.at("conv1").at(8).low < 0);
  QVERIFY(ranges.at("conv1").at(8).high > 0);
  for (const auto& [bits, range] : ranges.at("conv2")) Quantizer(bits, range.low, range.high);  // any sound range
}

void TestCoreCalibrate::endsWithTheSet() {
  const NetworkRuntime runtime(test::randomModel(test::tinyNetwork(), 3));
  const ImageSet images = test::bandImages(3, 1);
  const auto all = calibrateRanges(runtime, images, 3, kSilent, {});
  const auto beyond = calibrateRanges(runtime, images, 100000, [](int, int total) { QCOMPARE(total, 6); }, {});
  QCOMPARE(beyond.at("conv2").at(4).high, all.at("conv2").at(4).high);
}

void TestCoreCalibrate::stops() {
  const NetworkRuntime runtime(test::randomModel(test::tinyNetwork(), 3));
  for (const int when : {1, kSamples + 2}) {
    std::stop_source stop;
    const auto report = [&](int done, int) {
      if (done == when) stop.request_stop();
    };
    QVERIFY_EXCEPTION_THROWN(
        calibrateRanges(runtime, test::bandImages(kSamples, 1), kSamples, report, stop.get_token()), Cancelled);
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
    const std::string said = test::refusal([&] { calibrateRanges(runtime, test::bandImages(2, 1), 2, kSilent, {}); });
    QCOMPARE(test::faultIn(said, {"'conv2'", "NaN or infinity"}), QByteArray());
  }
}

}  // namespace cleave

QTEST_GUILESS_MAIN(cleave::TestCoreCalibrate)
#include "test_core_calibrate.moc"
