// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <algorithm>
#include <cmath>

#include "core/measure/calibrate.h"
#include "core/measure/evaluate.h"
#include "core/network/network_runtime.h"
#include "tests/core/sentence.h"
#include "tests/core/tiny.h"
#include "tests/main/test_main.h"

namespace cleave {
namespace {

constexpr int kFrames = 60;

const auto kSilent = [](int, int) {};

bool same(const Activation& a, const Activation& b) {
  return a.shape() == b.shape() && std::ranges::equal(a.values(), b.values());
}

std::vector<float> scoresOf(const NetworkRuntime& runtime, int exit, const std::vector<std::uint8_t>& frame) {
  Activation activation = runtime.prepare(frame);
  runtime.runLayers(exit, 0, runtime.network().pathLength(exit), activation);
  const Activation scores = NetworkRuntime::toFloat(activation);
  return {scores.values().begin(), scores.values().end()};
}

}  // namespace

class TestCoreInt8 : public QObject {
  Q_OBJECT

  Model model_ = test::randomModel(test::tinyNetwork(), 3);
  ImageSet images_ = test::bandImages(kFrames, 1);

 private Q_SLOTS:
  void initTestCase();
  void scoresAreClose();
  void featuresAreClose();
  void cuttingChangesNoCode();
  void sameTwice();
  void floatIsLeftAlone();
  void takesFloatsToo();
  void refusesOtherFrames();
  void needsRanges();
};

void TestCoreInt8::initTestCase() {
  setComputeThreads(1);
  calibrate(NetworkRuntime(model_), images_, 20, kSilent, {}).applyTo(model_.manifest);
  try {
    const NetworkRuntime runtime(model_, DevicePrecision::Int8);
  } catch (const Error& error) {
    if (std::string(error.what()).find("no int8 engine") == std::string::npos) throw;
    QSKIP(error.what());
  }
}

// Scores err by a few per cent of their size, so the class is the same wherever it is not a near tie.
void TestCoreInt8::scoresAreClose() {
  const NetworkRuntime whole(model_);
  const NetworkRuntime quantized(model_, DevicePrecision::Int8);
  for (int exit = 1; exit <= 3; ++exit) {
    int agree = 0;
    double difference = 0;
    double size = 0;
    for (int i = 0; i < kFrames; ++i) {
      const auto frame = makeFrame(images_, i, whole.network().frame);
      const auto expected = scoresOf(whole, exit, frame);
      const auto scores = scoresOf(quantized, exit, frame);
      QCOMPARE(scores.size(), expected.size());
      agree += argmax(scores) == argmax(expected) ? 1 : 0;
      for (std::size_t k = 0; k < scores.size(); ++k) {
        difference += std::pow(static_cast<double>(scores[k]) - expected[k], 2);
        size += std::pow(static_cast<double>(expected[k]), 2);
      }
    }
    const double error = std::sqrt(difference / size);
    QVERIFY2(error < 0.05 && error > 0, qPrintable(QString("exit %1: %2").arg(exit).arg(error)));
    QVERIFY2(agree >= kFrames * 9 / 10, qPrintable(QString("exit %1: %2").arg(exit).arg(agree)));
  }
}

void TestCoreInt8::featuresAreClose() {
  const NetworkRuntime whole(model_);
  const NetworkRuntime quantized(model_, DevicePrecision::Int8);
  const auto frame = makeFrame(images_, 2, whole.network().frame);
  for (int exit = 1; exit <= 3; ++exit) {
    const auto shapes = whole.network().shapes(exit);
    Activation expected = whole.prepare(frame);
    Activation activation = quantized.prepare(frame);
    for (int layer = 0; layer <= whole.network().pathLength(exit); ++layer) {
      if (layer > 0) {
        whole.runLayers(exit, layer - 1, layer, expected);
        quantized.runLayers(exit, layer - 1, layer, activation);
      }
      const Activation readable = NetworkRuntime::toFloat(activation);
      QVERIFY(readable.shape() == shapes[static_cast<std::size_t>(layer)]);
      QVERIFY(activation.shape() == readable.shape());
      double difference = 0;
      double size = 0;
      for (std::size_t i = 0; i < expected.values().size(); ++i) {
        difference += std::pow(static_cast<double>(readable.values()[i]) - expected.values()[i], 2);
        size += std::pow(static_cast<double>(expected.values()[i]), 2);
      }
      QVERIFY2(std::sqrt(difference / size) < 0.08,
               qPrintable(QString("exit %1, layer %2: %3").arg(exit).arg(layer).arg(std::sqrt(difference / size))));
    }
  }
}

// Each layer for itself, halves, and all at once: the same codes, so the same floats.
void TestCoreInt8::cuttingChangesNoCode() {
  const NetworkRuntime runtime(model_, DevicePrecision::Int8);
  const auto frame = test::randomFrame(runtime.network().frame, 4);
  for (int exit = 1; exit <= 3; ++exit) {
    const int length = runtime.network().pathLength(exit);
    Activation whole = runtime.prepare(frame);
    runtime.runLayers(exit, 0, length, whole);
    Activation step = runtime.prepare(frame);
    for (int partition = 0; partition <= length; ++partition) {
      if (partition > 0) runtime.runLayers(exit, partition - 1, partition, step);
      Activation first = runtime.prepare(frame);
      runtime.runLayers(exit, 0, partition, first);
      QVERIFY(same(NetworkRuntime::toFloat(first), NetworkRuntime::toFloat(step)));
      runtime.runLayers(exit, partition, length, first);
      QVERIFY(same(NetworkRuntime::toFloat(first), NetworkRuntime::toFloat(whole)));
    }
  }
}

void TestCoreInt8::sameTwice() {
  const NetworkRuntime first(model_, DevicePrecision::Int8);
  const NetworkRuntime second(model_, DevicePrecision::Int8);
  const auto frame = test::randomFrame(first.network().frame, 5);
  std::vector<float> layerMs;
  Activation timed = first.prepare(frame);
  first.runLayers(3, 0, 6, timed, &layerMs);
  QCOMPARE(layerMs.size(), std::size_t{6});
  for (int exit = 1; exit <= 3; ++exit) QVERIFY(scoresOf(first, exit, frame) == scoresOf(second, exit, frame));
  QVERIFY(std::ranges::equal(NetworkRuntime::toFloat(timed).values(), scoresOf(second, 3, frame)));
}

void TestCoreInt8::floatIsLeftAlone() {
  const NetworkRuntime whole(model_);
  const Activation input = whole.prepare(test::randomFrame(whole.network().frame, 6));
  QVERIFY(NetworkRuntime::toFloat(input).values().data() == input.values().data());
}

// A dequantized frame is floats: such a path runs in float32 throughout.
void TestCoreInt8::takesFloatsToo() {
  const NetworkRuntime whole(model_);
  const NetworkRuntime quantized(model_, DevicePrecision::Int8);
  const auto frame = test::randomFrame(whole.network().frame, 7);
  const std::vector<float> values(frame.begin(), frame.end());
  Activation expected = whole.prepareDequantized(values);
  Activation activation = quantized.prepareDequantized(values);
  whole.runLayers(3, 0, 6, expected);
  quantized.runLayers(3, 0, 6, activation);
  QVERIFY(same(activation, expected));
}

void TestCoreInt8::refusesOtherFrames() {
  const NetworkRuntime runtime(model_, DevicePrecision::Int8);
  const std::string said = test::refusal([&] { (void)runtime.prepare(std::vector<std::uint8_t>(100)); });
  QCOMPARE(test::faultIn(said, {"100 bytes", "64x64"}), QByteArray());
}

void TestCoreInt8::needsRanges() {
  for (const char* layer : {"conv1", "fc3", "exit2.conv"}) {
    Model model = model_;
    model.manifest.ranges.erase(layer);
    const std::string none = test::refusal([&] { NetworkRuntime(model, DevicePrecision::Int8); });
    QCOMPARE(test::faultIn(none, {test::quoted(layer), "int8", "calibrate", "float32"}), QByteArray());
    model.manifest.ranges[layer][4] = {{0, 1}};
    const std::string others = test::refusal([&] { NetworkRuntime(model, DevicePrecision::Int8); });
    QCOMPARE(test::faultIn(others, {test::quoted(layer), "8-bit range"}), QByteArray());
    const NetworkRuntime runtime(model);  // float32 needs none
  }
}

}  // namespace cleave

CLEAVE_TEST(cleave::TestCoreInt8)
#include "test_core_int8.moc"
