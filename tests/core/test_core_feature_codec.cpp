// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <limits>

#include "core/codec/feature_codec.h"
#include "core/types/random.h"
#include "tests/core/sentence.h"
#include "tests/main/test_main.h"

namespace cleave {
namespace {

constexpr FeatureShape kShape{9, 23, 22};

std::vector<float> sparseValues(const FeatureShape& shape, std::uint64_t seed) {
  std::vector<float> values(shape.count());
  SplitMix random(seed, 0);
  for (auto& value : values) {
    value = random.below(8) == 0 ? static_cast<float>(random.below(1000)) / 1000.0F : 0.0F;
  }
  return values;
}

std::vector<float> noise(const FeatureShape& shape, std::uint64_t seed) {
  std::vector<float> values(shape.count());
  SplitMix random(seed, 1);
  for (auto& value : values) value = static_cast<float>(random.below(1000)) / 999.0F;
  return values;
}

SymbolFrequencies frequenciesFor(const Quantizer& quantizer, const std::vector<float>& values) {
  std::vector<std::uint8_t> codes(values.size());
  quantizer.quantize(values, codes);
  SymbolCounter counter(quantizer.bits());
  counter.add(codes, kShape);
  return counter.frequencies();
}

FeatureCodec compressing(int bits) {
  const Quantizer quantizer(bits, 0, 1);
  return {kShape, quantizer, frequenciesFor(quantizer, sparseValues(kShape, 1))};
}

std::vector<float> decoded(const FeatureCodec& codec, const std::vector<std::byte>& payload) {
  std::vector<float> values(kShape.count(), -1);
  codec.decode(payload, values);
  return values;
}

}  // namespace

class TestCoreFeatureCodec : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void shortIsCompressed();
  void noiseIsPacked();
  void packedIsAlwaysUnderstood();
  void withoutFrequenciesAllIsPacked();
  void channelsAreCompressedToo();
  void refusesOtherLengths();
  void refusesNan();
  void refusesWhatDoesNotFit();
};

// Lossless means: the same floats as without the stage.
void TestCoreFeatureCodec::shortIsCompressed() {
  for (const int bits : {1, 2, 4, 8}) {
    const FeatureCodec codec = compressing(bits);
    const FeatureCodec plain(kShape, Quantizer(bits, 0, 1));
    QVERIFY(codec.compresses());
    for (std::uint64_t seed = 1; seed < 6; ++seed) {
      const auto values = sparseValues(kShape, seed);
      std::vector<std::byte> payload;
      std::vector<std::byte> packed;
      codec.encode(values, payload);
      plain.encode(values, packed);
      QCOMPARE(packed.size(), plain.packedBytes());
      QVERIFY(payload.size() < packed.size());
      QVERIFY(decoded(codec, payload) == decoded(plain, packed));
    }
  }
}

void TestCoreFeatureCodec::noiseIsPacked() {
  for (const int bits : {1, 2, 4, 8}) {
    const FeatureCodec codec = compressing(bits);
    const FeatureCodec plain(kShape, Quantizer(bits, 0, 1));
    const auto values = noise(kShape, 3);
    std::vector<std::byte> payload(7);
    std::vector<std::byte> packed;
    codec.encode(values, payload);
    plain.encode(values, packed);
    QVERIFY(payload == packed);
    QVERIFY(decoded(codec, payload) == decoded(plain, packed));
  }
}

// From an agent that does not compress, or for a feature that happened not to shrink.
void TestCoreFeatureCodec::packedIsAlwaysUnderstood() {
  for (const int bits : {1, 2, 4, 8}) {
    const FeatureCodec plain(kShape, Quantizer(bits, 0, 1));
    const auto values = sparseValues(kShape, 2);
    std::vector<std::byte> packed;
    plain.encode(values, packed);
    QVERIFY(decoded(compressing(bits), packed) == decoded(plain, packed));
  }
}

void TestCoreFeatureCodec::withoutFrequenciesAllIsPacked() {
  const std::vector<float> values(kShape.count());
  for (const int bits : {1, 2, 4, 8, 16, 32}) {
    const FeatureCodec codec(kShape, Quantizer(bits, 0, 1));
    QVERIFY(!codec.compresses());
    std::vector<std::byte> payload;
    codec.encode(values, payload);
    QCOMPARE(payload.size(), (kShape.count() * static_cast<std::size_t>(bits) + 7) / 8);
    QVERIFY(decoded(codec, payload) == values);
  }
}

void TestCoreFeatureCodec::channelsAreCompressedToo() {
  std::vector<ValueRange> ranges;
  for (std::size_t c = 0; c < kShape.channels; ++c) ranges.push_back({0, 0.5F + static_cast<float>(c)});
  const Quantizer quantizer(4, ranges);
  const auto values = sparseValues(kShape, 2);
  const FeatureCodec codec(kShape, quantizer, frequenciesFor(quantizer, values));
  std::vector<std::byte> payload;
  codec.encode(values, payload);
  QVERIFY(payload.size() < codec.packedBytes());
  std::vector<std::byte> packed;
  quantizer.encode(values, packed);
  std::vector<float> wanted(values.size());
  quantizer.decode(packed, wanted);
  QVERIFY(decoded(codec, payload) == wanted);
}

void TestCoreFeatureCodec::refusesOtherLengths() {
  const FeatureCodec codec = compressing(4);
  std::vector<std::byte> payload;
  for (const std::size_t count : {std::size_t{0}, kShape.count() - 1, kShape.count() + 1}) {
    std::vector<float> values(count);
    const std::string wrong = std::to_string(count) + " values";
    QCOMPARE(test::faultIn(test::refusal([&] { codec.encode(values, payload); }), {wrong, "4554"}), QByteArray());
    std::vector<std::byte> right(codec.packedBytes());
    QCOMPARE(test::faultIn(test::refusal([&] { codec.decode(right, values); }), {wrong, "4554"}), QByteArray());
  }
  std::vector<float> values(kShape.count());
  const auto says = [&](const FeatureCodec& one, std::size_t length, const char* what) {
    return test::faultIn(test::refusal([&] { one.decode(std::vector<std::byte>(length), values); }), {what});
  };
  QCOMPARE(says(codec, codec.packedBytes() + 1, "bytes, not"), QByteArray());
  for (const std::size_t length : {std::size_t{0}, std::size_t{3}, codec.packedBytes() - 1}) {
    QCOMPARE(says(codec, length, "compressed feature"), QByteArray());
  }
  const FeatureCodec plain(kShape, Quantizer(4, 0, 1));
  QCOMPARE(says(plain, plain.packedBytes() - 1, "bytes, not"), QByteArray());
}

void TestCoreFeatureCodec::refusesNan() {
  auto values = sparseValues(kShape, 1);
  values.back() = std::numeric_limits<float>::quiet_NaN();
  std::vector<std::byte> payload;
  for (const FeatureCodec& codec : {compressing(2), FeatureCodec(kShape, Quantizer(2, 0, 1))}) {
    QCOMPARE(test::faultIn(test::refusal([&] { codec.encode(values, payload); }), {"NaN or infinity"}), QByteArray());
  }
}

void TestCoreFeatureCodec::refusesWhatDoesNotFit() {
  const auto frequencies = SymbolCounter(4).frequencies();
  for (const int bits : {1, 2, 8, 16, 32}) {
    const std::string said = test::refusal([&] { FeatureCodec(kShape, Quantizer(bits, 0, 1), frequencies); });
    QCOMPARE(test::faultIn(said, {"frequency table", "calibrate"}), QByteArray());
  }
  for (const std::size_t channels : {2U, 3U, 8U, 11U}) {  // 2, 3 and 11 would divide the 4,554 values
    const std::vector<ValueRange> ranges(channels, ValueRange{0, 1});
    const std::string said = test::refusal([&] { FeatureCodec(kShape, Quantizer(4, ranges)); });
    QCOMPARE(test::faultIn(said, {std::to_string(channels) + " ", "9 channels", "calibrate"}), QByteArray());
  }
}

}  // namespace cleave

CLEAVE_TEST(cleave::TestCoreFeatureCodec)
#include "test_core_feature_codec.moc"
