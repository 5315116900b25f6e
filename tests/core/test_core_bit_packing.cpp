// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <vector>

#include "core/codec/bit_packing.h"
#include "core/types/random.h"
#include "tests/core/sentence.h"
#include "tests/main/test_main.h"

namespace cleave {
namespace {

constexpr int kWidths[] = {1, 2, 4, 8};

// The format as its header states it, one bit at a time.
std::vector<std::byte> packSlowly(const std::vector<std::uint8_t>& codes, int bits) {
  std::vector<std::byte> packed(packedBytes(codes.size(), bits));
  for (std::size_t i = 0; i < codes.size(); ++i) {
    for (std::size_t b = 0; b < static_cast<std::size_t>(bits); ++b) {
      const std::size_t at = i * static_cast<std::size_t>(bits) + b;
      if ((codes[i] >> b & 1) != 0) packed[at / 8] |= static_cast<std::byte>(1U << at % 8);
    }
  }
  return packed;
}

QByteArray packedHex(const std::vector<std::uint8_t>& codes, int bits) {
  std::vector<std::byte> packed(packedBytes(codes.size(), bits));
  packCodes(codes, bits, packed);
  return QByteArray(reinterpret_cast<const char*>(packed.data()), static_cast<qsizetype>(packed.size())).toHex();
}

}  // namespace

class TestCoreBitPacking : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void goldenBytes();
  void sizes();
  void matchesTheFormat();
  void lastByteIsPadded();
  void refuses_data();
  void refuses();
};

void TestCoreBitPacking::goldenBytes() {
  QCOMPARE(packedHex({1, 0, 1, 1, 0, 0, 0, 1, 1}, 1), QByteArray("8d01"));
  QCOMPARE(packedHex({3, 0, 1, 2, 3}, 2), QByteArray("9303"));
  QCOMPARE(packedHex({0x1, 0xa, 0xf}, 4), QByteArray("a10f"));
  QCOMPARE(packedHex({0x00, 0x7f, 0xff}, 8), QByteArray("007fff"));
  for (const int bits : kWidths) QCOMPARE(packedHex({}, bits), QByteArray());
}

void TestCoreBitPacking::sizes() {
  for (const int bits : kWidths) {
    for (std::size_t count = 0; count < 100; ++count) {
      QCOMPARE(packedBytes(count, bits), (count * static_cast<std::size_t>(bits) + 7) / 8);
    }
  }
  static_assert(packedBytes(std::size_t{1} << 62, 8) == std::size_t{1} << 62);  // count * bits would overflow
}

void TestCoreBitPacking::matchesTheFormat() {
  SplitMix random(11, 0);
  for (const int bits : kWidths) {
    for (int round = 0; round < 60; ++round) {
      const std::size_t count = round < 40 ? static_cast<std::size_t>(round) : random.below(5001);
      std::vector<std::uint8_t> codes(count);
      for (auto& code : codes) code = static_cast<std::uint8_t>(random.below(1ULL << bits));
      std::vector<std::byte> packed(packedBytes(count, bits), std::byte{0xff});
      packCodes(codes, bits, packed);
      QVERIFY(packed == packSlowly(codes, bits));
      std::vector<std::uint8_t> back(count, 0xff);
      unpackCodes(packed, bits, back);
      QVERIFY(back == codes);
    }
  }
}

void TestCoreBitPacking::lastByteIsPadded() {
  const std::vector<std::uint8_t> codes(3, 1);
  std::vector<std::byte> packed(1, std::byte{0xff});
  packCodes(codes, 1, packed);
  QCOMPARE(static_cast<int>(packed[0]), 7);
}

void TestCoreBitPacking::refuses_data() {
  QTest::addColumn<int>("bits");
  QTest::addColumn<int>("bytes");
  QTest::addColumn<QString>("part");
  for (const int bits : {-1, 0, 3, 7, 9, 16, 32, 64}) {
    QTest::addRow("%d bits", bits) << bits << 10 << QString("to %1 bits: choose 1, 2, 4 or 8").arg(bits);
  }
  QTest::newRow("short") << 4 << 4 << "10 values at 4 bits takes 5 bytes, not 4";
  QTest::newRow("long") << 4 << 6 << "10 values at 4 bits takes 5 bytes, not 6";
  QTest::newRow("nothing") << 8 << 0 << "takes 10 bytes, not 0";
}

void TestCoreBitPacking::refuses() {
  QFETCH(int, bits);
  QFETCH(int, bytes);
  QFETCH(QString, part);
  std::vector<std::uint8_t> codes(10);
  std::vector<std::byte> packed(static_cast<std::size_t>(bytes));
  QCOMPARE(test::faultIn(test::refusal([&] { packCodes(codes, bits, packed); }), {part.toStdString()}), QByteArray());
  QCOMPARE(test::faultIn(test::refusal([&] { unpackCodes(packed, bits, codes); }), {part.toStdString()}), QByteArray());
}

}  // namespace cleave

CLEAVE_TEST(cleave::TestCoreBitPacking)
#include "test_core_bit_packing.moc"
