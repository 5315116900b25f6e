// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <algorithm>

#include "core/network/network_runtime.h"
#include "core/network/plain_forward.h"
#include "tests/core/sentence.h"
#include "tests/core/tiny.h"
#include "tests/main/test_main.h"

namespace cleave {

/// The runtime, which cuts and times, against a plain torch::nn::Sequential of the same network.
class TestCorePlainForward : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { setComputeThreads(1); }

  void scoresAreTheRuntimesToTheBit_data() {
    QTest::addColumn<QString>("architecture");
    QTest::newRow("tiny") << QString();
    for (const auto& name : architectureNames()) QTest::newRow(name.c_str()) << QString::fromStdString(name);
  }
  void scoresAreTheRuntimesToTheBit() {
    QFETCH(QString, architecture);
    const NetworkDescription network =
        architecture.isEmpty() ? test::tinyNetwork() : loadArchitecture(architecture.toStdString(), 10);
    const Model model = test::randomModel(network, 21);
    const NetworkRuntime runtime(model);
    for (int exit = 1; exit <= network.exitCount(); ++exit) {
      PlainForward plain(model, exit);
      for (const std::uint64_t seed : {1U, 2U}) {
        const Activation input = runtime.prepare(test::randomFrame(network.frame, seed));
        Activation expected = input;
        runtime.runLayers(exit, 0, network.pathLength(exit), expected);
        const Activation scores = plain.run(input);
        QVERIFY(scores.shape() == network.shapes(exit).back());
        const auto left = std::as_bytes(scores.values());
        const auto right = std::as_bytes(expected.values());
        QVERIFY2(std::ranges::equal(left, right), qPrintable(QString("exit %1").arg(exit)));
      }
    }
  }
  // Rectifying in place must not reach the caller's input, which the bench runs again and again.
  void theInputIsLeftAlone() {
    const Model model = test::randomModel(test::tinyNetwork(), 22);
    const NetworkRuntime runtime(model);
    const Activation input = runtime.prepare(test::randomFrame(model.manifest.network.frame, 3));
    const std::vector<float> before(input.values().begin(), input.values().end());
    PlainForward plain(model, 3);
    (void)plain.run(input);
    QVERIFY(std::ranges::equal(input.values(), before));
  }
  void otherWeightsAreRefused() {
    for (const char* tensor : {"conv1.weight", "fc4.bias"}) {
      Model model = test::randomModel(test::tinyNetwork(), 23);
      for (auto& entry : model.manifest.tensors) {
        if (entry.name == tensor) entry.name = "other";
      }
      const auto said = test::refusal([&] { PlainForward(model, 3); });
      QCOMPARE(test::faultIn(said, {test::quoted(tensor), "lacks the tensor"}), QByteArray());
    }
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestCorePlainForward)
#include "test_core_plain_forward.moc"
