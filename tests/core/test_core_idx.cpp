// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/data/idx.h"
#include "tests/core/idx_file.h"
#include "tests/core/sentence.h"
#include "tests/main/test_main.h"

namespace cleave {

class TestCoreIdx : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void readsPlainAndCompressed();
  void refusesEveryTruncation();
  void refusesHeaders_data();
  void refusesHeaders();
  void refusesDamagedCompression();
  void refusesWhatFollows();
  void refusesAbsentFiles();
};

void TestCoreIdx::readsPlainAndCompressed() {
  const test::Folder folder;
  std::string values(2 * 3 * 5, '\0');
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<char>(250 + i);
  const std::string file = test::idxText({2, 3, 5}, values);
  test::writeText(folder / "plain", file);
  test::writeText(folder / "packed.gz", test::gzip(file));
  for (const char* name : {"plain", "packed.gz"}) {
    const IdxArray array = readIdx(folder / name);
    QVERIFY((array.extents == std::vector<int>{2, 3, 5}));
    QVERIFY(std::string(array.values.begin(), array.values.end()) == values);
  }
}

void TestCoreIdx::refusesEveryTruncation() {
  const test::Folder folder;
  const std::string plain = test::idxText({4, 8}, std::string(32, 'v'));
  for (const std::string& whole : {plain, test::gzip(plain)}) {
    for (std::size_t length = 0; length < whole.size(); ++length) {
      test::writeText(folder / "cut", whole.substr(0, length));
      const std::string said = test::refusal([&] { readIdx(folder / "cut"); });
      QCOMPARE(test::faultIn(said, {(folder / "cut").string(), "reinstall the data set"}), QByteArray());
    }
  }
}

void TestCoreIdx::refusesHeaders_data() {
  QTest::addColumn<QByteArray>("header");
  QTest::addColumn<QString>("part");
  const auto row = [](const char* name, const char* hex, const char* part) {
    QTest::newRow(name) << QByteArray::fromHex(hex) << QString(part);
  };
  row("text", "48656c6c6f2c20776f726c64", "not an IDX file of bytes");
  row("floats", "00000d0100000001", "not an IDX file of bytes");
  row("first byte", "0100080100000001", "not an IDX file of bytes");
  row("no dimensions", "0000080000000001", "not an IDX file of bytes");
  row("five dimensions",
      "00000805"
      "00000001000000010000000100000001"
      "00000001",
      "not an IDX file of bytes");
  row("nothing in it",
      "0000080200000000"
      "00000005",
      "impossible size");
  row("2^32 - 1 values", "00000801ffffffff", "impossible size");
  row("2^31 values", "0000080180000000", "impossible size");
  row("2^16 x 2^15 values", "000008020001000000008000", "impossible size");
  row("2^96 values", "00000803ffffffffffffffffffffffff", "impossible size");
  row("2^64 + a few values",
      "00000804"
      "00010000000100000001000000010000",
      "impossible size");
  row("2^31 - 1 values that are not there", "000008017fffffff", "truncated or damaged");
}

void TestCoreIdx::refusesHeaders() {
  QFETCH(QByteArray, header);
  QFETCH(QString, part);
  const test::Folder folder;
  test::writeText(folder / "file", header.toStdString() + "some values");
  const long before = test::peakMemoryMiB();
  const std::string said = test::refusal([&] { readIdx(folder / "file"); });
  QCOMPARE(test::faultIn(said, {(folder / "file").string(), part.toStdString(), "reinstall the data set"}),
           QByteArray());
  QVERIFY2(test::peakMemoryMiB() - before < 64, "memory was taken for a claim");
}

// gzip's own checksum must be looked at, also when all the values came out.
void TestCoreIdx::refusesDamagedCompression() {
  const test::Folder folder;
  std::string packed = test::gzip(test::idxText({64, 64}, std::string(4096, 'v')));
  packed[packed.size() - 8] = static_cast<char>(packed[packed.size() - 8] ^ 1);  // CRC-32, then the length
  test::writeText(folder / "bad.gz", packed);
  const std::string said = test::refusal([&] { readIdx(folder / "bad.gz"); });
  QCOMPARE(test::faultIn(said, {(folder / "bad.gz").string(), "damaged"}), QByteArray());
}

void TestCoreIdx::refusesWhatFollows() {
  const test::Folder folder;
  const std::string longer = test::idxText({4}, "fourX");
  for (const std::string& text : {longer, test::gzip(longer)}) {
    test::writeText(folder / "longer", text);
    const std::string said = test::refusal([&] { readIdx(folder / "longer"); });
    QCOMPARE(test::faultIn(said, {(folder / "longer").string(), "damaged"}), QByteArray());
  }
}

void TestCoreIdx::refusesAbsentFiles() {
  const test::Folder folder;
  QCOMPARE(test::faultIn(test::refusal([&] { readIdx(folder / "absent"); }),
                         {(folder / "absent").string(), "cannot be opened", "check that it exists"}),
           QByteArray());
  QVERIFY(test::refusal([&] { readIdx(folder / ""); }).find("reinstall the data set") != std::string::npos);
}

}  // namespace cleave

CLEAVE_TEST(cleave::TestCoreIdx)
#include "test_core_idx.moc"
