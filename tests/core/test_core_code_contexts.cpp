// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/codec/code_contexts.h"
#include "core/types/random.h"
#include "tests/core/sentence.h"
#include "tests/main/test_main.h"

namespace cleave {
namespace {

constexpr int kTotal = 1 << kFrequencyBits;

std::span<const std::uint16_t> ofContext(const SymbolFrequencies& table, int bits, std::size_t context) {
  return std::span(table).subspan(context * symbolCount(bits), symbolCount(bits));
}

}  // namespace

class TestCoreCodeContexts : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void sizes();
  void contextsLieInTheTable();
  void everyTableIsSound_data();
  void everyTableIsSound();
  void nothingCountedIsUniform();
  void countsByNeighbours();
  void halvesOfAByte();
  void bitsPerCodeByHand();
  void refuses();
};

void TestCoreCodeContexts::sizes() {
  QCOMPARE(symbolCount(1), std::size_t{2});
  QCOMPARE(symbolCount(2), std::size_t{4});
  QCOMPARE(symbolCount(4), std::size_t{16});
  QCOMPARE(symbolCount(8), std::size_t{16});
  QCOMPARE(contextCount(1), std::size_t{4});
  QCOMPARE(contextCount(2), std::size_t{16});
  QCOMPARE(contextCount(4), std::size_t{31});
  QCOMPARE(contextCount(8), std::size_t{33});
}

void TestCoreCodeContexts::contextsLieInTheTable() {
  for (std::size_t left = 0; left < 256; ++left) {
    for (std::size_t up = 0; up < 256; ++up) {
      const auto l = static_cast<std::uint8_t>(left);
      const auto u = static_cast<std::uint8_t>(up);
      if (left < 2 && up < 2) QVERIFY(contextOf<1>(l, u) < contextCount(1));
      if (left < 4 && up < 4) QVERIFY(contextOf<2>(l, u) < contextCount(2));
      if (left < 16 && up < 16) QVERIFY(contextOf<4>(l, u) < contextCount(4));
      QVERIFY(contextOf<8>(l, u) < lowerContext(0));
    }
  }
  QVERIFY(lowerContext(0) != lowerContext(1));
  QVERIFY(lowerContext(15) < contextCount(8));
}

void TestCoreCodeContexts::everyTableIsSound_data() {
  QTest::addColumn<int>("bits");
  QTest::addColumn<int>("often");
  for (const int bits : {1, 2, 4, 8}) {
    for (const int often : {0, 1, 100, 1'000'000}) QTest::addRow("%d bits, %d", bits, often) << bits << often;
  }
}

// Whatever was counted: each frequency at least 1, each context 2^11 in all.
void TestCoreCodeContexts::everyTableIsSound() {
  QFETCH(int, bits);
  QFETCH(int, often);
  SplitMix random(41, static_cast<std::uint64_t>(bits));
  SymbolCounter counter(bits);
  std::vector<std::uint8_t> codes(6 * 5 * 7);
  for (auto& code : codes) code = static_cast<std::uint8_t>(random.below(1ULL << bits) * random.below(2));
  const int repeats = std::min(often, 100);
  for (int i = 0; i < repeats; ++i) counter.add(codes, {6, 5, 7});
  if (often > 100) counter.add(std::vector<std::uint8_t>(static_cast<std::size_t>(often)), {1, 1000, 1000});
  const auto table = counter.frequencies();
  validateFrequencies(bits, table);
  QCOMPARE(table.size(), contextCount(bits) * symbolCount(bits));
  for (std::size_t context = 0; context < contextCount(bits); ++context) {
    const auto one = ofContext(table, bits, context);
    QVERIFY(std::ranges::min(one) >= 1);
    QCOMPARE(std::accumulate(one.begin(), one.end(), 0), kTotal);
  }
  QVERIFY(counter.frequencies() == table);
}

void TestCoreCodeContexts::nothingCountedIsUniform() {
  for (const int bits : {1, 2, 4, 8}) {
    const SymbolCounter counter(bits);
    for (const auto frequency : counter.frequencies()) {
      QCOMPARE(static_cast<std::size_t>(frequency), kTotal / symbolCount(bits));
    }
    QCOMPARE(counter.bitsPerCode(), 0.0);
  }
}

// Two channels of 2 x 2 at 2 bits. Neighbours beyond the border are 0, also between channels:
//   1 2    3 0
//   2 3    0 0
void TestCoreCodeContexts::countsByNeighbours() {
  SymbolCounter counter(2);
  for (int i = 0; i < 1000; ++i) counter.add(std::vector<std::uint8_t>{1, 2, 2, 3, 3, 0, 0, 0}, {2, 2, 2});
  const auto table = counter.frequencies();
  const auto most = [&](std::size_t left, std::size_t up) {
    const auto one = ofContext(table, 2, left + 4 * up);
    return std::ranges::max_element(one) - one.begin();
  };
  QCOMPARE(most(1, 0), 2L);  // right of the 1
  QCOMPARE(most(0, 1), 2L);  // below it
  QCOMPARE(most(2, 2), 3L);
  QCOMPARE(most(3, 0), 0L);
  QCOMPARE(most(0, 3), 0L);
  const auto corner = ofContext(table, 2, 0);  // 1 and 3 once each at the corners, 0 once in the last one
  QVERIFY(corner[1] > 650 && corner[3] > 650 && corner[0] > 650 && corner[2] < 10);
  for (const auto frequency : ofContext(table, 2, 1 + 4 * 1)) QCOMPARE(static_cast<int>(frequency), kTotal / 4);
}

void TestCoreCodeContexts::halvesOfAByte() {
  SymbolCounter counter(8);
  for (int i = 0; i < 1000; ++i) counter.add(std::vector<std::uint8_t>{0x05, 0x79, 0x7a}, {1, 1, 3});
  const auto table = counter.frequencies();
  QVERIFY(ofContext(table, 8, 31)[5] > 1900);  // lower half where the upper is 0
  QVERIFY(ofContext(table, 8, 32)[9] > 900);   // and where it is not
  QVERIFY(ofContext(table, 8, 32)[10] > 900);
  QVERIFY(ofContext(table, 8, 7)[7] > 1900);  // right of an upper half of 7
}

// One context (a 1 x 1 plane has no neighbours), 3 zeros to 1 one. Frequencies give each symbol 1, then share 2,046 by
// counts plus one: (3n + 1) : (n + 1).
void TestCoreCodeContexts::bitsPerCodeByHand() {
  SymbolCounter counter(1);
  for (int i = 0; i < 100; ++i) counter.add(std::vector<std::uint8_t>{0, 0, 1, 0}, {4, 1, 1});
  const auto table = counter.frequencies();
  const double zeros = 1 + 2046.0 * 301 / 402;
  QVERIFY(std::abs(table[0] - zeros) <= 1);
  QCOMPARE(table[0] + table[1], kTotal);
  const double expected = 0.75 * std::log2(2048.0 / table[0]) + 0.25 * std::log2(2048.0 / table[1]);
  QVERIFY(std::abs(counter.bitsPerCode() - expected) < 1e-12);
  QVERIFY(std::abs(counter.bitsPerCode() - 0.8113) < 0.001);  // the entropy of 1/4
  SymbolCounter zero(8);
  zero.add(std::vector<std::uint8_t>(10000), {1, 100, 100});
  QVERIFY(zero.bitsPerCode() < 0.05);
}

void TestCoreCodeContexts::refuses() {
  for (const int bits : {-1, 0, 3, 16, 32}) {
    const std::string said = test::refusal([&] { validateFrequencies(bits, SymbolFrequencies(8, 1024)); });
    QCOMPARE(test::faultIn(said, {"symbol frequency table", "wrong size", "calibrate"}), QByteArray());
  }
  for (const int bits : {1, 2, 4, 8}) {
    const auto good = SymbolCounter(bits).frequencies();
    const auto says = [&](SymbolFrequencies table, const char* what) {
      return test::faultIn(test::refusal([&] { validateFrequencies(bits, table); }), {what, "calibrate"});
    };
    auto table = good;
    table.pop_back();
    QCOMPARE(says(table, "wrong size"), QByteArray());
    QCOMPARE(says({}, "wrong size"), QByteArray());
    for (const std::size_t at : {std::size_t{0}, good.size() - 1}) {
      table = good;
      ++table[at];
      QCOMPARE(says(table, "does not add up"), QByteArray());
      table = good;
      table[at == 0 ? 1 : at - 1] = static_cast<std::uint16_t>(table[at == 0 ? 1 : at - 1] + table[at]);
      table[at] = 0;
      QCOMPARE(says(table, "does not add up"), QByteArray());
    }
  }
}

}  // namespace cleave

CLEAVE_TEST(cleave::TestCoreCodeContexts)
#include "test_core_code_contexts.moc"
