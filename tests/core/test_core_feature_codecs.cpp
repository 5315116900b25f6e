// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cstring>

#include "core/model/feature_codecs.h"
#include "core/types/decision_space.h"
#include "tests/core/sentence.h"
#include "tests/core/tiny.h"
#include "tests/main/test_main.h"

namespace cleave {
namespace {

Manifest sample() {
  return test::randomModel(test::tinyNetwork(), 1).manifest;  // no ranges at all
}

}  // namespace

class TestCoreFeatureCodecs : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void framesAreLosslessAtEightBits();
  void framesAreNeverCompressed();
  void everyLayerHasItsOwnRange();
  void channelsHaveTheirOwn();
  void onlyWhatHasFrequenciesIsCompressed();
  void fullWidthNeedsNoRange();
  void refusesWhatWasNotCalibrated();
  void refusesRangesOfOtherChannels();
  void shapesOfFeatures();
};

void TestCoreFeatureCodecs::framesAreLosslessAtEightBits() {
  const Manifest manifest = sample();
  const FeatureCodecs codecs(manifest);
  const auto bytes = test::randomFrame(manifest.network.frame, 1);
  const std::vector<float> values(bytes.begin(), bytes.end());
  std::vector<std::byte> payload;
  codecs.at({2, 0, 8}).encode(values, payload);
  QCOMPARE(payload.size(), bytes.size());
  QVERIFY(std::memcmp(payload.data(), bytes.data(), bytes.size()) == 0);
  std::vector<float> back(values.size());
  codecs.at({2, 0, 8}).decode(payload, back);
  QVERIFY(back == values);
}

// Frames scaled up from small pictures would shrink as no camera's do.
void TestCoreFeatureCodecs::framesAreNeverCompressed() {
  Manifest manifest = sample();
  manifest.coding[""][4] = SymbolCounter(4).frequencies();
  const FeatureCodecs codecs(manifest);
  for (const int bits : {1, 2, 4, 8}) {
    QVERIFY(!codecs.at({1, 0, bits}).compresses());
    QCOMPARE(codecs.at({1, 0, bits}).packedBytes(), static_cast<std::size_t>(64 * 64 * 3 * bits / 8));
  }
}

void TestCoreFeatureCodecs::everyLayerHasItsOwnRange() {
  Manifest manifest = sample();
  manifest.ranges["pool1"][4] = {{0.0F, 15.0F}};
  manifest.ranges["exit2.conv"][4] = {{0.0F, 30.0F}};
  const FeatureCodecs codecs(manifest);
  QCOMPARE(codecs.at({3, 2, 4}).quantizer().step(), 1.0F);
  QCOMPARE(codecs.at({1, 2, 4}).quantizer().step(), 1.0F);  // the trunk is shared
  QCOMPARE(codecs.at({2, 5, 4}).quantizer().step(), 2.0F);  // the branch is not
  QCOMPARE(codecs.at({2, 5, 4}).quantizer().bits(), 4);
}

void TestCoreFeatureCodecs::channelsHaveTheirOwn() {
  Manifest manifest = sample();
  for (int c = 1; c <= 8; ++c) manifest.ranges["pool1"][4].push_back({0.0F, 15.0F * static_cast<float>(c)});
  const FeatureCodecs codecs(manifest);
  for (std::size_t c = 0; c < 8; ++c) {
    QCOMPARE(codecs.at({3, 2, 4}).quantizer().step(c), static_cast<float>(c + 1));
  }
  std::vector<float> values(std::size_t{8} * 8 * 8);
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = static_cast<float>(i / 64 + 1);  // one step of its channel
  std::vector<std::byte> payload;
  codecs.at({3, 2, 4}).encode(values, payload);
  QVERIFY(payload == std::vector<std::byte>(values.size() / 2, std::byte{0x11}));
}

void TestCoreFeatureCodecs::onlyWhatHasFrequenciesIsCompressed() {
  Manifest manifest = sample();
  for (const int bits : {2, 4}) manifest.ranges["pool1"][bits] = {{0.0F, 1.0F}};
  SymbolCounter counter(4);
  counter.add(std::vector<std::uint8_t>(512), {8, 8, 8});
  manifest.coding["pool1"][4] = counter.frequencies();
  const FeatureCodecs codecs(manifest);
  QVERIFY(codecs.at({3, 2, 4}).compresses());
  QVERIFY(!codecs.at({3, 2, 2}).compresses());
  QVERIFY(!codecs.at({3, 2, 32}).compresses());
  std::vector<std::byte> payload;
  codecs.at({3, 2, 4}).encode(std::vector<float>(512), payload);
  QVERIFY(payload.size() < 40);  // packed: 256
  codecs.at({3, 2, 2}).encode(std::vector<float>(512), payload);
  QCOMPARE(payload.size(), std::size_t{128});
}

void TestCoreFeatureCodecs::fullWidthNeedsNoRange() {
  const Manifest manifest = sample();
  const FeatureCodecs codecs(manifest);
  const DecisionSpace space(manifest.network);
  for (const Decision& decision : space.all()) {
    if (decision.bits != 32 || decision.partition == space.pathLength(decision.exit)) continue;
    QCOMPARE(codecs.at(decision).quantizer().bits(), 32);
  }
}

void TestCoreFeatureCodecs::refusesWhatWasNotCalibrated() {
  Manifest manifest = sample();
  manifest.ranges["pool1"][4] = {{0.0F, 15.0F}};
  const FeatureCodecs codecs(manifest);
  for (const Decision& decision : {Decision{3, 2, 8}, Decision{3, 1, 4}}) {
    const std::string said = test::refusal([&] { (void)codecs.at(decision); });
    const std::string bits = std::to_string(decision.bits) + " bits";
    QCOMPARE(test::faultIn(said, {decision.partition == 2 ? "'pool1'" : "'conv1'", bits, "choose 32 bits"}),
             QByteArray());
  }
}

void TestCoreFeatureCodecs::refusesRangesOfOtherChannels() {
  for (const std::size_t count : {2U, 7U, 9U, 16U}) {  // 2 and 16 would divide the 512 values
    Manifest manifest = sample();
    manifest.ranges["pool1"][4].assign(count, {0.0F, 1.0F});
    const std::string said = test::refusal([&] { FeatureCodecs{manifest}; });
    QCOMPARE(
        test::faultIn(said, {std::to_string(count) + " quantization ranges", "8 channels", "'pool1'", "calibrate"}),
        QByteArray());
  }
}

void TestCoreFeatureCodecs::shapesOfFeatures() {
  const FeatureShape map = featureShape({8, 5, 7});
  QVERIFY(map.channels == 8 && map.height == 5 && map.width == 7);
  const FeatureShape vector = featureShape({32});
  QVERIFY(vector.channels == 32 && vector.height == 1 && vector.width == 1);
}

}  // namespace cleave

CLEAVE_TEST(cleave::TestCoreFeatureCodecs)
#include "test_core_feature_codecs.moc"
