// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "core/codec/bit_packing.h"
#include "core/codec/quantizer.h"
#include "core/types/decision.h"
#include "core/types/random.h"
#include "tests/core/sentence.h"
#include "tests/main/test_main.h"

namespace cleave {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

double unit(SplitMix& random) {
  return static_cast<double>(random.next() >> 11) / static_cast<double>(1ULL << 53);
}

std::vector<float> roundTrip(const Quantizer& quantizer, const std::vector<float>& values) {
  std::vector<std::byte> payload;
  quantizer.encode(values, payload);
  std::vector<float> back(values.size(), kNan);
  quantizer.decode(payload, back);
  return back;
}

}  // namespace

class TestCoreQuantizer : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void goldenCodes();
  void errorIsHalfAStep_data();
  void errorIsHalfAStep();
  void saturates();
  void zeroIsExact();
  void secondTripChangesNothing();
  void fullWidthPassesEveryBit();
  void reportsNanAndInfinity();
  void channelsAreQuantizersOfTheirOwn_data();
  void channelsAreQuantizersOfTheirOwn();
  void nanInAnyChannelIsFound();
  void codesAreWhatIsPacked();
  void refusesChannelsThatDoNotDivide();
  void refusesOtherLengths();
  void refusesOtherBits();
  void refusesDegenerateRanges_data();
  void refusesDegenerateRanges();
};

void TestCoreQuantizer::goldenCodes() {
  std::vector<std::byte> payload;
  const Quantizer quantizer(4, 0.0F, 15.0F);
  QCOMPARE(quantizer.step(), 1.0F);
  quantizer.encode(std::vector<float>{0.4F, 0.6F, 7.0F, 14.9F, -3.0F, 99.0F}, payload);
  QCOMPARE(QByteArray(reinterpret_cast<const char*>(payload.data()), 3).toHex(), QByteArray("10f7f0"));
}

void TestCoreQuantizer::errorIsHalfAStep_data() {
  QTest::addColumn<int>("bits");
  for (const int bits : {1, 2, 4, 8, 16}) QTest::addRow("%d", bits) << bits;
}

void TestCoreQuantizer::errorIsHalfAStep() {
  QFETCH(int, bits);
  SplitMix random(21, static_cast<std::uint64_t>(bits));
  for (int round = 0; round < 80; ++round) {
    const std::size_t count = round < 20 ? static_cast<std::size_t>(round) : random.below(5001);
    const double scale = std::pow(10.0, -4 + 8 * unit(random));
    const auto low = round % 2 == 0 ? 0.0F : static_cast<float>((2 * unit(random) - 1) * scale);
    const auto high = static_cast<float>(low + (0.01 + unit(random)) * scale);
    std::vector<float> values(count);
    for (auto& value : values) {
      value = std::clamp(static_cast<float>(low + unit(random) * (static_cast<double>(high) - low)), low, high);
    }
    const Quantizer quantizer(bits, low, high);
    const auto back = roundTrip(quantizer, values);
    // Beside half a step: encoding rounds the difference, the inverse step and two products, each 2^-24 of the range
    // (at most twice the larger bound), decoding three more; together below 8 ulps (2^-23) of the larger bound.
    const double tolerance = 8 * 0x1p-23 * std::max(std::abs(low), std::abs(high));
    const double step = (static_cast<double>(high) - low) / (std::pow(2.0, bits) - 1);
    for (std::size_t i = 0; i < count; ++i) {
      const double error = std::abs(static_cast<double>(back[i]) - values[i]);
      if (error <= step / 2 + tolerance) continue;  // QVERIFY2 would write its text every time
      QFAIL(qPrintable(QString("%1 of [%2, %3] came back as %4").arg(values[i]).arg(low).arg(high).arg(back[i])));
    }
  }
}

void TestCoreQuantizer::saturates() {
  for (const int bits : {1, 2, 4, 8, 16}) {
    const Quantizer quantizer(bits, -2.0F, 6.0F);
    const auto back = roundTrip(quantizer, {-2.5F, -1e30F, -3.4e38F, 6.5F, 1e30F, 3.4e38F, -2.0F, 6.0F});
    for (const std::size_t i : {0U, 1U, 2U, 6U}) QCOMPARE(back[i], -2.0F);
    for (const std::size_t i : {3U, 4U, 5U, 7U}) QVERIFY(std::abs(back[i] - 6.0F) <= 8 * 0x1p-23F * 6.0F);
  }
}

void TestCoreQuantizer::zeroIsExact() {
  SplitMix random(22, 0);
  for (const int bits : {1, 2, 4, 8, 16}) {
    for (int round = 0; round < 50; ++round) {
      const Quantizer quantizer(bits, 0.0F, static_cast<float>(std::pow(10.0, -6 + 12 * unit(random))));
      const auto back = roundTrip(quantizer, {0.0F, -0.0F});
      QCOMPARE(back[0], 0.0F);
      QCOMPARE(back[1], 0.0F);
    }
  }
}

// What was quantized once lies on codes, so a second trip must return the same floats.
void TestCoreQuantizer::secondTripChangesNothing() {
  SplitMix random(23, 0);
  for (const int bits : {1, 2, 4, 8, 16}) {
    const Quantizer quantizer(bits, -1.5F, 2.25F);
    std::vector<float> values(1000);
    for (auto& value : values) value = static_cast<float>(-3 + 6 * unit(random));
    const auto once = roundTrip(quantizer, values);
    QVERIFY(roundTrip(quantizer, once) == once);
  }
}

void TestCoreQuantizer::fullWidthPassesEveryBit() {
  SplitMix random(24, 0);
  const Quantizer quantizer(32, 0.0F, 1.0F);
  for (const std::size_t count : {0U, 1U, 7U, 5000U}) {
    std::vector<float> values(count);
    for (auto& value : values) {
      do value = std::bit_cast<float>(static_cast<std::uint32_t>(random.next()));
      while (!std::isfinite(value));
    }
    if (count > 3) values[3] = -0.0F;
    const auto back = roundTrip(quantizer, values);
    QVERIFY(std::ranges::equal(std::as_bytes(std::span(back)), std::as_bytes(std::span(values))));
  }
}

void TestCoreQuantizer::reportsNanAndInfinity() {
  for (const int bits : kBitWidths) {
    const Quantizer quantizer(bits, 0.0F, 1.0F);
    for (const float bad : {kNan, -kNan, kInfinity, -kInfinity, std::bit_cast<float>(0x7f800001U)}) {
      for (const std::size_t at : {0U, 500U, 1000U}) {
        std::vector<float> values(1001, 0.5F);
        values[at] = bad;
        std::vector<std::byte> payload;
        const std::string said = test::refusal([&] { quantizer.encode(values, payload); });
        QCOMPARE(test::faultIn(said, {"NaN or infinity", "not quantized"}), QByteArray());
      }
    }
  }
  const float received[] = {1.0F, kNan};
  std::vector<float> values(2);
  const std::string said =
      test::refusal([&] { Quantizer(32, 0, 1).decode(std::as_bytes(std::span(received)), values); });
  QCOMPARE(test::faultIn(said, {"received feature", "NaN or infinity"}), QByteArray());
}

// Channels end within packed bytes and within the blocks of 4,096 values that are coded at a time; a quantizer for each
// channel alone never does, and must give the same.
void TestCoreQuantizer::channelsAreQuantizersOfTheirOwn_data() {
  QTest::addColumn<int>("bits");
  QTest::addColumn<int>("channels");
  QTest::addColumn<int>("size");
  for (const int bits : {1, 2, 4, 8, 16, 32}) {
    for (const auto& [channels, size] : {std::pair{1, 4097},
                                         {3, 1},
                                         {5, 7},
                                         {7, 169},
                                         {3, 4095},
                                         {3, 4096},
                                         {2, 9001},
                                         {192, 169},
                                         {4096, 1},
                                         {4099, 1}}) {
      QTest::addRow("%d bits, %d x %d", bits, channels, size) << bits << channels << size;
    }
  }
}

void TestCoreQuantizer::channelsAreQuantizersOfTheirOwn() {
  QFETCH(int, bits);
  QFETCH(int, channels);
  QFETCH(int, size);
  SplitMix random(25, static_cast<std::uint64_t>(channels));
  std::vector<ValueRange> ranges;
  std::vector<float> values;
  std::vector<float> expected;
  for (int c = 0; c < channels; ++c) {
    const auto low = static_cast<float>(-unit(random));
    ranges.push_back({low, low + static_cast<float>(0.1 + 5 * unit(random))});
    std::vector<float> own(static_cast<std::size_t>(size));
    for (auto& value : own) value = static_cast<float>(-2 + 8 * unit(random));
    values.insert(values.end(), own.begin(), own.end());
    const auto back = roundTrip(Quantizer(bits, ranges.back().low, ranges.back().high), own);
    expected.insert(expected.end(), back.begin(), back.end());
  }
  const Quantizer quantizer(bits, ranges);
  QVERIFY(roundTrip(quantizer, values) == expected);
  for (const std::size_t c : {std::size_t{0}, ranges.size() - 1}) {
    if (bits <= 8) QCOMPARE(quantizer.step(c), Quantizer(bits, ranges[c].low, ranges[c].high).step());
  }
}

void TestCoreQuantizer::nanInAnyChannelIsFound() {
  const std::vector<ValueRange> ranges(7, ValueRange{0, 1});
  for (const int bits : kBitWidths) {
    const Quantizer quantizer(bits, ranges);
    for (std::size_t at = 0; at < 7 * 1301; at += 97) {
      std::vector<float> values(std::size_t{7} * 1301, 0.5F);
      values[at] = at % 2 == 0 ? kNan : -kInfinity;
      std::vector<std::byte> payload;
      const std::string said = test::refusal([&] { quantizer.encode(values, payload); });
      QCOMPARE(test::faultIn(said, {"NaN or infinity"}), QByteArray());
      if (bits > 8) continue;
      std::vector<std::uint8_t> codes(values.size());
      QCOMPARE(test::faultIn(test::refusal([&] { quantizer.quantize(values, codes); }), {"NaN or infinity"}),
               QByteArray());
    }
  }
}

void TestCoreQuantizer::codesAreWhatIsPacked() {
  SplitMix random(26, 0);
  for (const int bits : {1, 2, 4, 8}) {
    const Quantizer quantizer(bits, std::vector<ValueRange>{{0, 1}, {-1, 1}, {0, 0.25F}});
    for (const std::size_t count : {0U, 3U, 15U, 4095U, 12297U}) {
      std::vector<float> values(count);
      for (auto& value : values) value = static_cast<float>(-2 + 4 * unit(random));
      std::vector<std::uint8_t> codes(count, 0xee);
      quantizer.quantize(values, codes);
      for (const auto code : codes) QVERIFY(code < 1 << bits);
      std::vector<std::byte> payload;
      quantizer.encode(values, payload);
      std::vector<std::byte> packed(packedBytes(count, bits));
      packCodes(codes, bits, packed);
      QVERIFY(payload == packed);
      std::vector<float> back(count, kNan);
      quantizer.dequantize(codes, back);
      QVERIFY(back == roundTrip(quantizer, values));
    }
  }
}

void TestCoreQuantizer::refusesChannelsThatDoNotDivide() {
  for (const int bits : kBitWidths) {
    const Quantizer quantizer(bits, std::vector<ValueRange>(4, ValueRange{0, 1}));
    std::vector<float> values(34);
    std::vector<std::byte> payload(quantizer.payloadBytes(34));
    for (const std::string& said : {test::refusal([&] { quantizer.encode(values, payload); }),
                                    test::refusal([&] { quantizer.decode(payload, values); })}) {
      QCOMPARE(test::faultIn(said, {"34 values", "4 channels"}), QByteArray());
    }
  }
  const std::string none = test::refusal([&] { Quantizer(8, std::span<const ValueRange>()); });
  QCOMPARE(test::faultIn(none, {"range is missing", "calibrate"}), QByteArray());
}

void TestCoreQuantizer::refusesOtherLengths() {
  for (const int bits : kBitWidths) {
    const Quantizer quantizer(bits, 0.0F, 1.0F);
    std::vector<float> values(33);
    const std::size_t right = quantizer.payloadBytes(33);
    for (const std::size_t wrong : {std::size_t{0}, right - 1, right + 1, right * 2}) {
      const std::string said = test::refusal([&] { quantizer.decode(std::vector<std::byte>(wrong), values); });
      QCOMPARE(test::faultIn(said, {"33 values at " + std::to_string(bits) + " bits", "not " + std::to_string(wrong)}),
               QByteArray());
    }
  }
}

void TestCoreQuantizer::refusesOtherBits() {
  for (const int bits : {-8, 0, 3, 5, 7, 12, 31, 33, 64}) {
    const std::string said = test::refusal([&] { Quantizer(bits, 0, 1); });
    QCOMPARE(test::faultIn(said, {"to " + std::to_string(bits) + " bits", "choose 1, 2, 4, 8, 16 or 32"}),
             QByteArray());
  }
}

void TestCoreQuantizer::refusesDegenerateRanges_data() {
  QTest::addColumn<float>("low");
  QTest::addColumn<float>("high");
  QTest::newRow("empty") << 1.0F << 1.0F;
  QTest::newRow("reversed") << 1.0F << 0.0F;
  QTest::newRow("NaN") << kNan << 1.0F;
  QTest::newRow("NaN above") << 0.0F << kNan;
  QTest::newRow("infinite") << 0.0F << kInfinity;
  QTest::newRow("infinite below") << -kInfinity << 0.0F;
  QTest::newRow("width beyond float") << -3e38F << 3e38F;
  QTest::newRow("width below float's precision") << 0.0F << 1e-44F;
}

void TestCoreQuantizer::refusesDegenerateRanges() {
  QFETCH(float, low);
  QFETCH(float, high);
  for (const int bits : {1, 8, 16}) {
    const std::string said = test::refusal([&] { Quantizer(bits, low, high); });
    QCOMPARE(test::faultIn(said, {"quantization range", "calibrate the model again"}), QByteArray());
  }
}

}  // namespace cleave

CLEAVE_TEST(cleave::TestCoreQuantizer)
#include "test_core_quantizer.moc"
