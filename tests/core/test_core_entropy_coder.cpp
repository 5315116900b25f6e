// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <algorithm>

#include "core/codec/bit_packing.h"
#include "core/codec/entropy_coder.h"
#include "core/types/random.h"
#include "tests/core/sentence.h"
#include "tests/main/test_main.h"

namespace cleave {
namespace {

// Sparse and smooth, as a ReLU's features are: half the values zero, the others near their left neighbour.
std::vector<std::uint8_t> sparseCodes(const FeatureShape& shape, int bits, std::uint64_t seed) {
  std::vector<std::uint8_t> codes(shape.count());
  SplitMix random(seed, static_cast<std::uint64_t>(bits));
  std::uint8_t last = 0;
  for (auto& code : codes) {
    if (random.below(4) == 0) last = static_cast<std::uint8_t>(random.below(1ULL << bits) * random.below(2));
    code = random.below(3) == 0 ? std::uint8_t{0} : last;
  }
  return codes;
}

EntropyCoder coderFor(const std::vector<std::uint8_t>& codes, const FeatureShape& shape, int bits) {
  SymbolCounter counter(bits);
  counter.add(codes, shape);
  return {bits, counter.frequencies()};
}

QByteArray hex(const std::vector<std::byte>& bytes) {
  return QByteArray(reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size())).toHex();
}

// Big enough for four coders side by side, with a last group of channels that is not full.
constexpr FeatureShape kShape{23, 15, 14};

}  // namespace

class TestCoreEntropyCoder : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void roundTrips_data();
  void roundTrips();
  void zerosTakeAlmostNothing();
  void noiseIsLeftAlone();
  void strangeFeaturesSurvive();
  void nearTheEntropy();
  void goldenBytes();
  void refusesOtherLengths();
  void survivesFlippedBits();
  void survivesNoise();
  void refusesWrongFrequencies();
};

void TestCoreEntropyCoder::roundTrips_data() {
  QTest::addColumn<int>("bits");
  QTest::addColumn<int>("channels");
  QTest::addColumn<int>("height");
  QTest::addColumn<int>("width");
  const int shapes[][3] = {{1, 1, 64},   {1, 64, 1},   {64, 1, 1},   {4096, 1, 1}, {4097, 1, 1},
                           {9216, 1, 1}, {1, 64, 64},  {3, 64, 64},  {4, 32, 32},  {5, 29, 31},
                           {6, 27, 27},  {7, 30, 20},  {9, 21, 22},  {64, 27, 27}, {192, 13, 13},
                           {10, 1, 500}, {10, 500, 1}, {2, 2, 1025}, {256, 4, 4}};
  for (const int bits : {1, 2, 4, 8}) {
    for (const auto& s : shapes)
      QTest::addRow("%d bits, %d x %d x %d", bits, s[0], s[1], s[2]) << bits << s[0] << s[1] << s[2];
  }
}

void TestCoreEntropyCoder::roundTrips() {
  QFETCH(int, bits);
  QFETCH(int, channels);
  QFETCH(int, height);
  QFETCH(int, width);
  const FeatureShape shape{static_cast<std::size_t>(channels), static_cast<std::size_t>(height),
                           static_cast<std::size_t>(width)};
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    // As sparse as needed to shrink even at 1 bit, where a vector has neighbours that tell nothing.
    auto codes = sparseCodes(shape, bits, seed);
    for (std::size_t i = 0; i < codes.size(); ++i) {
      if (i % 16 >= seed) codes[i] = 0;
    }
    const EntropyCoder coder = coderFor(codes, shape, bits);
    QCOMPARE(coder.bits(), bits);
    std::vector<std::byte> payload(3, std::byte{0xee});
    const bool shorter = coder.encode(codes, shape, payload);
    if (shape.count() >= 1000) QVERIFY(shorter);
    if (!shorter) continue;
    QVERIFY(payload.size() < packedBytes(codes.size(), bits));
    std::vector<std::uint8_t> back(codes.size(), 0xee);
    coder.decode(payload, shape, back);
    QVERIFY(back == codes);
    std::vector<std::byte> again;
    QVERIFY(coder.encode(codes, shape, again));
    QVERIFY(again == payload);
  }
}

void TestCoreEntropyCoder::zerosTakeAlmostNothing() {
  const std::vector<std::uint8_t> zeros(kShape.count());
  for (const int bits : {1, 2, 4, 8}) {
    const EntropyCoder coder = coderFor(zeros, kShape, bits);
    std::vector<std::byte> payload;
    QVERIFY(coder.encode(zeros, kShape, payload));
    QVERIFY2(payload.size() <= 32, qPrintable(QString::number(payload.size())));  // 16 of them the coders' states
    std::vector<std::uint8_t> back(zeros.size(), 1);
    coder.decode(payload, kShape, back);
    QVERIFY(back == zeros);
  }
}

void TestCoreEntropyCoder::noiseIsLeftAlone() {
  SplitMix random(51, 0);
  for (const int bits : {1, 2, 4, 8}) {
    std::vector<std::uint8_t> codes(kShape.count());
    for (auto& code : codes) code = static_cast<std::uint8_t>(random.below(1ULL << bits));
    std::vector<std::byte> payload;
    QVERIFY(!EntropyCoder(bits, SymbolCounter(bits).frequencies()).encode(codes, kShape, payload));
    const EntropyCoder sparse = coderFor(sparseCodes(kShape, bits, 1), kShape, bits);
    QVERIFY(!sparse.encode(codes, kShape, payload));
  }
  std::vector<std::byte> payload;  // nothing is shorter than a few bytes, and nothing than none
  const EntropyCoder coder(8, SymbolCounter(8).frequencies());
  for (const std::size_t count : {0U, 1U, 4U}) {
    QVERIFY(!coder.encode(std::vector<std::uint8_t>(count), {count, 1, 1}, payload));
  }
}

// A feature as the calibration never saw one: zeros where it saw large codes and the other way round.
void TestCoreEntropyCoder::strangeFeaturesSurvive() {
  for (const int bits : {1, 2, 4, 8}) {
    const EntropyCoder coder = coderFor(std::vector<std::uint8_t>(kShape.count()), kShape, bits);
    auto codes = std::vector<std::uint8_t>(kShape.count());
    for (std::size_t i = 0; i < codes.size(); i += 211) codes[i] = static_cast<std::uint8_t>((1 << bits) - 1);
    std::vector<std::byte> payload;
    QVERIFY(coder.encode(codes, kShape, payload));
    std::vector<std::uint8_t> back(codes.size());
    coder.decode(payload, kShape, back);
    QVERIFY(back == codes);
  }
}

void TestCoreEntropyCoder::nearTheEntropy() {
  for (const int bits : {1, 2, 4, 8}) {
    const auto codes = sparseCodes({64, 27, 27}, bits, 7);
    SymbolCounter counter(bits);
    counter.add(codes, {64, 27, 27});
    std::vector<std::byte> payload;
    QVERIFY(EntropyCoder(bits, counter.frequencies()).encode(codes, {64, 27, 27}, payload));
    const double expected = counter.bitsPerCode() * static_cast<double>(codes.size()) / 8;
    QVERIFY2(static_cast<double>(payload.size()) < 1.01 * expected + 24, qPrintable(QString::number(expected)));
    QVERIFY(static_cast<double>(payload.size()) > 0.99 * expected);
  }
}

// Agents and workbenches of different versions share these bytes.
void TestCoreEntropyCoder::goldenBytes() {
  SymbolFrequencies frequencies;
  for (int context = 0; context < 16; ++context) frequencies.insert(frequencies.end(), {2000, 16, 16, 16});
  const EntropyCoder coder(2, frequencies);
  std::vector<std::uint8_t> codes(48);
  codes[5] = 1;
  codes[17] = 3;
  codes[40] = 2;
  std::vector<std::byte> payload;
  QVERIFY(coder.encode(codes, {3, 4, 4}, payload));
  QCOMPARE(hex(payload), QByteArray("82d05c00a062"));
  const FeatureShape four{4, 32, 32};  // the least that four coders share
  std::vector<std::uint8_t> large(four.count());
  for (const std::size_t i : {100U, 1030U, 2048U, 4095U}) large[i] = 2;
  QVERIFY(coder.encode(large, four, payload));
  QCOMPARE(hex(payload), QByteArray("efaae303bf3dd503efefd40329ace4039c679c67dc93aecbc027c027c02760a5"));
}

void TestCoreEntropyCoder::refusesOtherLengths() {
  for (const int bits : {1, 2, 4, 8}) {
    const auto codes = sparseCodes(kShape, bits, 3);
    const EntropyCoder coder = coderFor(codes, kShape, bits);
    std::vector<std::byte> payload;
    QVERIFY(coder.encode(codes, kShape, payload));
    std::vector<std::uint8_t> back(codes.size());
    const auto says = [&](std::span<const std::byte> bytes, std::span<std::uint8_t> to) {
      return test::faultIn(test::refusal([&] { coder.decode(bytes, kShape, to); }), {"compressed feature", "damaged"});
    };
    for (std::size_t length = 0; length < payload.size(); length += length < 40 ? 1 : 37) {
      const std::vector<std::byte> cut(payload.begin(), payload.begin() + static_cast<long>(length));
      QCOMPARE(says(cut, back), QByteArray());
    }
    for (const std::size_t more : {1U, 2U, 3U, 100U}) {
      auto longer = payload;
      longer.resize(payload.size() + more);
      QCOMPARE(says(longer, back), QByteArray());
    }
    QCOMPARE(says(payload, std::span(back).first(back.size() - 1)), QByteArray());
  }
}

// A flip may decode to other codes when the states still fit; it may never reach beyond the payload (an exact vector on
// the heap, for the address sanitizer) or give codes that no table has.
void TestCoreEntropyCoder::survivesFlippedBits() {
  SplitMix random(52, 0);
  for (const int bits : {1, 2, 4, 8}) {
    const auto codes = sparseCodes(kShape, bits, 4);
    const EntropyCoder coder = coderFor(codes, kShape, bits);
    std::vector<std::byte> payload;
    QVERIFY(coder.encode(codes, kShape, payload));
    int refused = 0;
    for (int round = 0; round < 300; ++round) {
      auto damaged = payload;
      damaged[round < 128 ? static_cast<std::size_t>(round / 8) : random.below(damaged.size())] ^=
          static_cast<std::byte>(1U << (round % 8));
      std::vector<std::uint8_t> back(codes.size());
      try {
        coder.decode(damaged, kShape, back);
        QVERIFY(std::ranges::all_of(back, [&](std::uint8_t code) { return code < 1 << bits; }));
      } catch (const Error&) {
        ++refused;
      }
    }
    QVERIFY2(refused > 290, qPrintable(QString::number(refused)));
  }
}

void TestCoreEntropyCoder::survivesNoise() {
  SplitMix random(53, 0);
  for (const int bits : {1, 2, 4, 8}) {
    const EntropyCoder coder = coderFor(sparseCodes(kShape, bits, 5), kShape, bits);
    for (int round = 0; round < 100; ++round) {
      std::vector<std::byte> noise(random.below(2000));
      for (auto& byte : noise) byte = round % 3 == 0 ? std::byte{0} : static_cast<std::byte>(random.below(256));
      std::vector<std::uint8_t> back(kShape.count());
      QVERIFY(test::refusal([&] { coder.decode(noise, kShape, back); }).find("damaged") != std::string::npos);
    }
  }
}

void TestCoreEntropyCoder::refusesWrongFrequencies() {
  auto frequencies = SymbolCounter(4).frequencies();
  const auto says = [&](int bits, const char* what) {
    return test::faultIn(test::refusal([&] { EntropyCoder(bits, frequencies); }), {what, "calibrate"});
  };
  for (const int bits : {0, 1, 2, 3, 8, 16, 32}) QCOMPARE(says(bits, "wrong size"), QByteArray());
  ++frequencies[20];
  QCOMPARE(says(4, "does not add up"), QByteArray());
  --frequencies[20];
  frequencies[21] = static_cast<std::uint16_t>(frequencies[21] + frequencies[20]);
  frequencies[20] = 0;
  QCOMPARE(says(4, "does not add up"), QByteArray());
}

}  // namespace cleave

CLEAVE_TEST(cleave::TestCoreEntropyCoder)
#include "test_core_entropy_coder.moc"
