// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <algorithm>
#include <cmath>
#include <functional>

#include "core/network/network_runtime.h"
#include "tests/core/sentence.h"
#include "tests/core/tiny.h"
#include "tests/main/test_main.h"

namespace cleave {
namespace {

bool sameBits(const Activation& a, const Activation& b) {
  const auto left = std::as_bytes(a.values());
  const auto right = std::as_bytes(b.values());
  return a.shape() == b.shape() && std::ranges::equal(left, right);
}

// As the other side of the link sees it: the values alone, in memory of its own.
Activation carried(const Activation& activation) {
  Activation copy(activation.shape());
  std::ranges::copy(activation.values(), copy.mutableValues().begin());
  return copy;
}

Model changed(Model model, const std::string& tensor, const std::function<void(TensorEntry&)>& change) {
  for (auto& entry : model.manifest.tensors) {
    if (entry.name == tensor) change(entry);
  }
  return model;
}

}  // namespace

class TestCoreRuntime : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void cuttingChangesNoBit_data();
  void cuttingChangesNoBit();
  void featuresAreSound();
  void timesEveryLayer();
  void preparesFrames();
  void refusesOtherFrames();
  void refusesOtherWeights_data();
  void refusesOtherWeights();
  void scores();
};

void TestCoreRuntime::cuttingChangesNoBit_data() {
  QTest::addColumn<bool>("alexnet");
  QTest::newRow("tiny") << false;
  QTest::newRow("alexnet at 224") << true;
}

void TestCoreRuntime::cuttingChangesNoBit() {
  QFETCH(bool, alexnet);
  const NetworkDescription network = alexnet ? loadArchitecture("alexnet", 10) : test::tinyNetwork();
  const Model model = test::randomModel(network, 8);
  const NetworkRuntime device(model);
  const NetworkRuntime edge(model);
  const auto frame = test::randomFrame(network.frame, 8);
  for (int exit = 1; exit <= network.exitCount(); ++exit) {
    const int length = network.pathLength(exit);
    Activation whole = device.prepare(frame);
    device.runLayers(exit, 0, length, whole);
    QVERIFY(whole.shape() == network.shapes(exit).back());
    Activation first = device.prepare(frame);
    for (int partition = 0; partition <= length; ++partition) {
      if (partition > 0) device.runLayers(exit, partition - 1, partition, first);
      Activation rest = carried(first);
      edge.runLayers(exit, partition, length, rest);
      QVERIFY2(sameBits(rest, whole), qPrintable(QString("exit %1, partition %2").arg(exit).arg(partition)));
    }
    Activation together = device.prepare(frame);
    device.runLayers(exit, 0, length / 2, together);
    device.runLayers(exit, length / 2, length, together);
    QVERIFY(sameBits(together, whole));
  }
}

void TestCoreRuntime::featuresAreSound() {
  const NetworkDescription network = test::tinyNetwork();
  const NetworkRuntime runtime(test::randomModel(network, 9));
  for (int exit = 1; exit <= network.exitCount(); ++exit) {
    const auto path = network.path(exit);
    const auto shapes = network.shapes(exit);
    Activation activation = runtime.prepare(test::randomFrame(network.frame, 9));
    for (int layer = 0; layer < network.pathLength(exit); ++layer) {
      const auto i = static_cast<std::size_t>(layer);
      runtime.runLayers(exit, layer, layer + 1, activation);
      QVERIFY(activation.shape() == shapes[i + 1]);
      QVERIFY(std::ranges::all_of(activation.values(), [](float v) { return std::isfinite(v); }));
      const bool negative = std::ranges::any_of(activation.values(), [](float v) { return v < 0; });
      QVERIFY(!(path[i].relu && negative));
      if (!path[i].relu && path[i].op == LayerOp::Linear) QVERIFY(negative);  // scores are not rectified
    }
  }
}

void TestCoreRuntime::timesEveryLayer() {
  const NetworkDescription network = test::tinyNetwork();
  const NetworkRuntime runtime(test::randomModel(network, 9));
  Activation activation = runtime.prepare(test::randomFrame(network.frame, 9));
  std::vector<float> times{-1.0F};
  runtime.runLayers(3, 0, 4, activation, &times);
  runtime.runLayers(3, 4, 6, activation, &times);
  QCOMPARE(times.size(), std::size_t{7});  // appended
  QCOMPARE(times[0], -1.0F);
  for (std::size_t i = 1; i < times.size(); ++i) QVERIFY(times[i] >= 0 && times[i] < 60000);
}

void TestCoreRuntime::preparesFrames() {
  const NetworkDescription network = test::tinyNetwork();  // mean 0.5, deviation 0.5, green 0.25
  const NetworkRuntime runtime(test::randomModel(network, 9));
  QVERIFY(runtime.network() == network);
  auto frame = test::randomFrame(network.frame, 10);
  frame[0] = 255, frame[1] = 255, frame[2] = 0;  // row 0, column 0
  frame[3] = 51;                                 // row 0, column 1
  const Activation input = runtime.prepare(frame);
  QVERIFY((input.shape() == Shape{3, 64, 64}));
  const auto close = [](float a, float b) { return std::abs(a - b) < 1e-6F; };
  QVERIFY(close(input.values()[0], 1.0F));
  QVERIFY(close(input.values()[1], -0.6F));
  QVERIFY(close(input.values()[4096], 2.0F));
  QVERIFY(close(input.values()[2 * 4096], -1.0F));
  const std::vector<float> floats(frame.begin(), frame.end());
  QVERIFY(sameBits(runtime.prepareDequantized(floats), input));
}

void TestCoreRuntime::refusesOtherFrames() {
  const NetworkRuntime runtime(test::randomModel(test::tinyNetwork(), 9));
  for (const std::size_t size : {std::size_t{0}, std::size_t{64 * 64}, std::size_t{64 * 64 * 3 - 1},
                                 std::size_t{64 * 64 * 3 + 1}, std::size_t{224 * 224 * 3}}) {
    const std::string number = std::to_string(size);
    const std::string bytes = test::refusal([&] { (void)runtime.prepare(std::vector<std::uint8_t>(size)); });
    QCOMPARE(test::faultIn(bytes, {"A frame of " + number, "expects 64x64 RGB"}), QByteArray());
    const std::string floats = test::refusal([&] { (void)runtime.prepareDequantized(std::vector<float>(size)); });
    QCOMPARE(test::faultIn(floats, {"A frame of " + number, "expects 64x64 RGB"}), QByteArray());
  }
}

void TestCoreRuntime::refusesOtherWeights_data() {
  QTest::addColumn<QString>("tensor");
  QTest::addColumn<bool>("missing");
  for (const char* tensor : {"conv1.weight", "conv2.bias", "fc3.weight", "exit2.conv.weight", "exit1.fc.bias"}) {
    QTest::addRow("no %s", tensor) << QString(tensor) << true;
    QTest::addRow("%s in another shape", tensor) << QString(tensor) << false;
  }
}

void TestCoreRuntime::refusesOtherWeights() {
  QFETCH(QString, tensor);
  QFETCH(bool, missing);
  const std::string name = tensor.toStdString();
  const Model model = changed(test::randomModel(test::tinyNetwork(), 9), name, [&](TensorEntry& entry) {
    if (missing) entry.name = "other";
    if (!missing) entry.shape.insert(entry.shape.begin(), 1);
  });
  const std::string said = test::refusal([&] { NetworkRuntime{model}; });
  QCOMPARE(test::faultIn(said, {test::quoted(name), missing ? "lacks the tensor" : "wrong shape for its layer"}),
           QByteArray());
}

void TestCoreRuntime::scores() {
  QCOMPARE(argmax(std::vector<float>{-3.0F, -1.0F, -2.0F}), 1);
  QCOMPARE(argmax(std::vector<float>{1.0F, 1.0F}), 0);
  for (const float offset : {0.0F, 1000.0F, -1000.0F}) {
    const auto p = softmax(std::vector<float>{offset, offset + std::log(3.0F), offset});
    QVERIFY(std::abs(p[0] - 0.2F) < 1e-4F);
    QVERIFY(std::abs(p[1] - 0.6F) < 1e-4F);
    QVERIFY(std::abs(p[0] + p[1] + p[2] - 1.0F) < 1e-6F);
  }
  QVERIFY(softmax({}).empty());
}

}  // namespace cleave

CLEAVE_TEST(cleave::TestCoreRuntime)
#include "test_core_runtime.moc"
