// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/model/feature_quantizer.h"
#include "core/plain/decision_space.h"
#include "core/train/evaluate.h"
#include "core/train/measure_decisions.h"
#include "tests/core/sentence.h"
#include "tests/core/tiny.h"

namespace cleave {
namespace {

constexpr int kSamples = 6;

const auto kSilent = [](int, int) {};

Model sampleModel() {
  Model model = test::randomModel(test::tinyNetwork(), 3);
  const ImageSet images = test::bandImages(kSamples, 1);
  model.manifest.ranges = calibrateRanges(NetworkRuntime(model), images, kSamples, kSilent, {});
  return model;
}

// One decision on one image, from camera to score, as the two programs do it.
int predict(const NetworkRuntime& runtime, const Manifest& manifest, const Decision& decision,
            const std::vector<std::uint8_t>& frame) {
  const int length = manifest.network.pathLength(decision.exit);
  Activation feature = runtime.prepare(frame);
  if (decision.partition < length) {
    const Quantizer quantizer = featureQuantizer(manifest, decision);
    std::vector<std::byte> payload;
    if (decision.partition == 0) {
      std::vector<float> bytes(frame.begin(), frame.end());
      quantizer.encode(bytes, payload);
      quantizer.decode(payload, bytes);
      feature = runtime.prepareDequantized(bytes);
    } else {
      runtime.runLayers(decision.exit, 0, decision.partition, feature);
      quantizer.encode(feature.values(), payload);
      feature = Activation(feature.shape());
      quantizer.decode(payload, feature.mutableValues());
    }
  }
  runtime.runLayers(decision.exit, decision.partition < length ? decision.partition : 0, length, feature);
  return argmax(feature.values());
}

}  // namespace

class TestCoreMeasureDecisions : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { setComputeThreads(1); }
  void sharingChangesNothing();
  void endsWithTheSet();
  void stops();
};

void TestCoreMeasureDecisions::sharingChangesNothing() {
  const Model model = sampleModel();
  const NetworkRuntime runtime(model);
  const ImageSet images = test::bandImages(kSamples, 1);
  const DecisionSpace space(model.manifest.network);
  const auto measured = measureDecisions(runtime, model.manifest, images, kSamples, kSilent, {});
  QCOMPARE(measured.size(), static_cast<std::size_t>(space.size()));
  for (int index = 0; index < space.size(); ++index) {
    int correct = 0;
    for (int i = 0; i < kSamples; ++i) {
      const int predicted =
          predict(runtime, model.manifest, space.at(index), makeFrame(images, i, model.manifest.network.frame));
      correct += predicted == images.labels[static_cast<std::size_t>(i)] ? 1 : 0;
    }
    const auto& entry = measured[static_cast<std::size_t>(index)];
    QVERIFY2(entry.samples == kSamples && entry.correct == correct, toText(space.at(index)).c_str());
  }
}

void TestCoreMeasureDecisions::endsWithTheSet() {
  const Model model = sampleModel();
  const auto report = [](int, int total) { QCOMPARE(total, 3); };
  const auto measured =
      measureDecisions(NetworkRuntime(model), model.manifest, test::bandImages(3, 1), 100000, report, {});
  for (const auto& entry : measured) QCOMPARE(entry.samples, 3);
}

void TestCoreMeasureDecisions::stops() {
  const Model model = sampleModel();
  std::stop_source stop;
  int done = 0;
  const auto report = [&](int now, int) {
    done = now;
    stop.request_stop();
  };
  QVERIFY_EXCEPTION_THROWN(
      measureDecisions(NetworkRuntime(model), model.manifest, test::bandImages(4, 1), 4, report, stop.get_token()),
      Cancelled);
  QCOMPARE(done, 1);
}

}  // namespace cleave

QTEST_GUILESS_MAIN(cleave::TestCoreMeasureDecisions)
#include "test_core_measure_decisions.moc"
