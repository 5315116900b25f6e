// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/model/feature_quantizer.h"
#include "core/plain/decision_space.h"
#include "tests/core/sentence.h"
#include "tests/core/tiny.h"

namespace cleave {

class TestCoreFeatureQuantizer : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void framesAreLosslessAtEightBits();
  void everyLayerHasItsOwnRange();
  void fullWidthNeedsNoRange();
  void refusesWhatWasNotCalibrated();
};

void TestCoreFeatureQuantizer::framesAreLosslessAtEightBits() {
  const Manifest manifest = test::randomModel(test::tinyNetwork(), 1).manifest;  // no ranges at all
  const Quantizer quantizer = featureQuantizer(manifest, {2, 0, 8});
  std::vector<float> bytes(256);
  for (std::size_t i = 0; i < 256; ++i) bytes[i] = static_cast<float>(i);
  std::vector<std::byte> payload;
  quantizer.encode(bytes, payload);
  QCOMPARE(payload.size(), std::size_t{256});
  for (std::size_t i = 0; i < 256; ++i) QCOMPARE(static_cast<std::size_t>(payload[i]), i);
  std::vector<float> back(256);
  quantizer.decode(payload, back);
  QVERIFY(back == bytes);
}

void TestCoreFeatureQuantizer::everyLayerHasItsOwnRange() {
  Manifest manifest = test::randomModel(test::tinyNetwork(), 1).manifest;
  manifest.ranges["pool1"][4] = {0.0F, 15.0F};
  manifest.ranges["exit2.conv"][4] = {0.0F, 30.0F};
  QCOMPARE(featureQuantizer(manifest, {3, 2, 4}).step(), 1.0F);
  QCOMPARE(featureQuantizer(manifest, {1, 2, 4}).step(), 1.0F);  // the trunk is shared
  QCOMPARE(featureQuantizer(manifest, {2, 5, 4}).step(), 2.0F);  // the branch is not
  QCOMPARE(featureQuantizer(manifest, {2, 5, 4}).bits(), 4);
}

void TestCoreFeatureQuantizer::fullWidthNeedsNoRange() {
  const Manifest manifest = test::randomModel(test::tinyNetwork(), 1).manifest;
  const DecisionSpace space(manifest.network);
  for (const Decision& decision : space.all()) {
    if (decision.bits == 32) QCOMPARE(featureQuantizer(manifest, decision).bits(), 32);
  }
}

void TestCoreFeatureQuantizer::refusesWhatWasNotCalibrated() {
  Manifest manifest = test::randomModel(test::tinyNetwork(), 1).manifest;
  manifest.ranges["pool1"][4] = {0.0F, 15.0F};
  for (const Decision& decision : {Decision{3, 2, 8}, Decision{3, 1, 4}}) {
    const std::string said = test::refusal([&] { (void)featureQuantizer(manifest, decision); });
    const std::string bits = std::to_string(decision.bits) + " bits";
    QCOMPARE(test::faultIn(said, {decision.partition == 2 ? "'pool1'" : "'conv1'", bits, "choose 32 bits"}),
             QByteArray());
  }
}

}  // namespace cleave

QTEST_APPLESS_MAIN(cleave::TestCoreFeatureQuantizer)
#include "test_core_feature_quantizer.moc"
