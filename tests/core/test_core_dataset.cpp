// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <array>

#include "core/data/dataset.h"
#include "tests/core/idx_file.h"
#include "tests/core/sentence.h"
#include "tests/main/test_main.h"

namespace cleave {
namespace {

// A data set of 2 x 3 pixels: three images to train on, two to test with.
void writeSmall(const test::Folder& folder) {
  test::writeText(folder / "train-images-idx3-ubyte", test::idxText({3, 2, 3}, "abcdefghijklmnopqr"));
  test::writeText(folder / "train-labels-idx1-ubyte", test::idxText({3}, std::string("\0\5\7", 3)));
  test::writeText(folder / "t10k-images-idx3-ubyte.gz", test::gzip(test::idxText({2, 2, 3}, "ABCDEFGHIJKL")));
  test::writeText(folder / "t10k-labels-idx1-ubyte.gz", test::gzip(test::idxText({2}, "\1\2")));
}

}  // namespace

class TestCoreDataset : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void readsPlainAndCompressed();
  void readsOnlyItsSplit();
  void saysWhatToInstall();
  void refusesUnknownNames();
  void refusesDamage_data();
  void refusesDamage();
  void readsTheRealOne();
};

void TestCoreDataset::readsPlainAndCompressed() {
  const test::Folder folder;
  writeSmall(folder);
  const Dataset set = loadDataset("fashion-mnist", folder / "");
  QCOMPARE(set.name, std::string("fashion-mnist"));
  QCOMPARE(set.classes.size(), std::size_t{10});
  QCOMPARE(set.train.count(), 3);
  QCOMPARE(set.train.channels, 1);
  QCOMPARE(set.train.height, 2);
  QCOMPARE(set.train.width, 3);
  QCOMPARE(set.train.imageBytes(), std::size_t{6});
  QVERIFY((set.train.labels == std::vector<std::uint8_t>{0, 5, 7}));
  QCOMPARE(set.train.pixels[6], std::uint8_t{'g'});
  QCOMPARE(set.test.count(), 2);
  QCOMPARE(set.test.pixels.back(), std::uint8_t{'L'});
}

void TestCoreDataset::readsOnlyItsSplit() {
  const test::Folder folder;
  writeSmall(folder);
  std::filesystem::remove(folder / "train-images-idx3-ubyte");
  const Dataset set = loadDataset("fashion-mnist", folder / "", Split::Test);
  QCOMPARE(set.test.count(), 2);
  QCOMPARE(set.train.count(), 0);
  QVERIFY(test::refusal([&] { loadDataset("fashion-mnist", folder / "", Split::Train); }).find("train-images") !=
          std::string::npos);
}

void TestCoreDataset::saysWhatToInstall() {
  const test::Folder folder;
  const std::string said = test::refusal([&] { loadDataset("fashion-mnist", folder / "nowhere"); });
  QCOMPARE(test::faultIn(said, {(folder / "nowhere").string(), "apt install dataset-fashion-mnist", "--data"}),
           QByteArray());
}

void TestCoreDataset::refusesUnknownNames() {
  for (const char* name : {"", "mnist", "Fashion-MNIST"}) {
    const std::string said = test::refusal<UsageError>([&] { loadDataset(name); });
    QCOMPARE(test::faultIn(said, {test::quoted(name), "fashion-mnist"}), QByteArray());
  }
  for (const auto& name : datasetNames()) QVERIFY(!name.empty());
}

void TestCoreDataset::refusesDamage_data() {
  QTest::addColumn<QString>("file");
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<QString>("part");
  const auto row = [](const char* name, const char* file, const std::string& text, const char* part) {
    QTest::newRow(name) << QString(file) << QByteArray::fromStdString(text) << QString(part);
  };
  const char* images = "train-images-idx3-ubyte";
  const char* labels = "train-labels-idx1-ubyte";
  row("labels for other images", labels, test::idxText({2}, "\1\2"), "do not match");
  row("labels in rows", labels, test::idxText({3, 1}, "\1\2\3"), "do not match");
  row("images without rows", images, test::idxText({3, 6}, "abcdefghijklmnopqr"), "do not match");
  row("label above 9", labels, test::idxText({3}, "\1\12\3"), "label above 9");
  row("cut images", images, test::idxText({3, 2, 3}, "abcdefghijklmnopq"), "truncated");
  row("no idx file", labels, "PNG", "reinstall the data set");
}

void TestCoreDataset::refusesDamage() {
  QFETCH(QString, file);
  QFETCH(QByteArray, text);
  QFETCH(QString, part);
  const test::Folder folder;
  writeSmall(folder);
  test::writeText(folder / file.toStdString(), text.toStdString());
  const std::string said = test::refusal([&] { loadDataset("fashion-mnist", folder / ""); });
  QCOMPARE(test::faultIn(said, {(folder / file.toStdString()).string(), part.toStdString(), "install"}), QByteArray());
}

void TestCoreDataset::readsTheRealOne() {
  if (!std::filesystem::exists("/usr/share/datasets/fashion-mnist")) QSKIP("dataset-fashion-mnist is not installed");
  const Dataset set = loadDataset("fashion-mnist", {}, Split::Test);
  QCOMPARE(set.test.count(), 10000);
  QCOMPARE(set.test.imageBytes(), std::size_t{784});
  std::array<int, 10> perClass{};
  for (const std::uint8_t label : set.test.labels) ++perClass.at(label);
  for (const int count : perClass) QCOMPARE(count, 1000);
}

}  // namespace cleave

CLEAVE_TEST(cleave::TestCoreDataset)
#include "test_core_dataset.moc"
