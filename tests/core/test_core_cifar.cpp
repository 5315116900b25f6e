// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/data/cifar.h"
#include "tests/core/files.h"
#include "tests/core/sentence.h"
#include "tests/main/test_main.h"

namespace cleave {
namespace {

constexpr std::size_t kPixels = 3072;
constexpr std::size_t kRecord = 1 + kPixels;

// 10,000 records: labels 0 to 9 in turn; the first and last pixel of each plane say which plane it is.
std::string batch(std::size_t records = 10000) {
  std::string text(records * kRecord, '\0');
  for (std::size_t i = 0; i < records; ++i) {
    char* const record = text.data() + i * kRecord;
    record[0] = static_cast<char>(i % 10);
    for (std::size_t plane = 0; plane < 3; ++plane) {
      record[1 + plane * 1024] = static_cast<char>('r' + plane);
      record[1 + plane * 1024 + 1023] = static_cast<char>('R' + plane);
    }
  }
  return text;
}

}  // namespace

class TestCoreCifar : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void readsTheTestBatch();
  void readsTheFolderInTheArchive();
  void readsEveryTrainingBatch();
  void asksForAFolder();
  void namesWhatIsMissing();
  void refusesDamage_data();
  void refusesDamage();
};

void TestCoreCifar::readsTheTestBatch() {
  const test::Folder folder;
  test::writeText(folder / "test_batch.bin", batch());
  const Dataset set = loadDataset("cifar10", folder / "", Split::Test);
  QCOMPARE(set.name, std::string("cifar10"));
  QCOMPARE(set.classes.size(), std::size_t{10});
  QCOMPARE(set.classes[3], std::string("cat"));
  QCOMPARE(set.test.count(), 10000);
  QCOMPARE(set.train.count(), 0);
  QCOMPARE(set.test.imageBytes(), kPixels);
  QCOMPARE(set.test.pixels.size(), 10000 * kPixels);
  QCOMPARE(int{set.test.labels[9999]}, 9);
  for (const std::size_t image : {std::size_t{0}, std::size_t{9999}}) {
    for (std::size_t plane = 0; plane < 3; ++plane) {
      const std::size_t first = image * kPixels + plane * 1024;
      QCOMPARE(int{set.test.pixels[first]}, static_cast<int>('r' + plane));
      QCOMPARE(int{set.test.pixels[first + 1023]}, static_cast<int>('R' + plane));
    }
  }
}

void TestCoreCifar::readsTheFolderInTheArchive() {
  const test::Folder folder;
  std::filesystem::create_directory(folder / "cifar-10-batches-bin");
  test::writeText(folder / "cifar-10-batches-bin/test_batch.bin", batch());
  QCOMPARE(loadDataset("cifar10", folder / "", Split::Test).test.count(), 10000);
}

void TestCoreCifar::readsEveryTrainingBatch() {
  const test::Folder folder;
  test::writeText(folder / "data_batch_1.bin", batch());
  for (int i = 2; i <= 5; ++i) {  // one file under all names
    std::filesystem::create_hard_link(folder / "data_batch_1.bin",
                                      folder / ("data_batch_" + std::to_string(i) + ".bin"));
  }
  const Dataset set = loadDataset("cifar10", folder / "", Split::Train);
  QCOMPARE(set.train.count(), 50000);
  QCOMPARE(set.test.count(), 0);
  std::filesystem::remove(folder / "data_batch_4.bin");
  const std::string said = test::refusal([&] { loadDataset("cifar10", folder / "", Split::Train); });
  QCOMPARE(test::faultIn(said, {(folder / "data_batch_4.bin").string(), "is missing"}), QByteArray());
}

void TestCoreCifar::asksForAFolder() {
  const std::string said = test::refusal<UsageError>([] { loadDataset("cifar10"); });
  QCOMPARE(test::faultIn(said, {"CIFAR-10", "--data"}), QByteArray());
}

void TestCoreCifar::namesWhatIsMissing() {
  const test::Folder folder;
  const std::string said = test::refusal([&] { loadDataset("cifar10", folder / "", Split::Test); });
  QCOMPARE(test::faultIn(said, {(folder / "test_batch.bin").string(), "cifar-10-binary.tar.gz", "--data"}),
           QByteArray());
}

void TestCoreCifar::refusesDamage_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<QString>("part");
  const auto row = [](const char* name, const std::string& text, const char* part) {
    QTest::newRow(name) << QByteArray::fromStdString(text) << QString(part);
  };
  const std::string good = batch(3);
  std::string label = batch(3);
  label[kRecord] = 10;
  row("empty", "", " 0 bytes instead of");
  row("too few", good, " 9219 bytes");
  row("cut within a record", good.substr(0, good.size() - 1), " 9218 bytes");
  row("label 10", label, "label 10 in record 2");
  row("one record too many", batch(10001), " 30733073 bytes");
  row("a byte too many", batch() + "x", " 30730001 bytes");
}

void TestCoreCifar::refusesDamage() {
  QFETCH(QByteArray, text);
  QFETCH(QString, part);
  const test::Folder folder;
  test::writeText(folder / "test_batch.bin", text.toStdString());
  const std::string said = test::refusal([&] { loadDataset("cifar10", folder / "", Split::Test); });
  QCOMPARE(test::faultIn(said, {(folder / "test_batch.bin").string(), part.toStdString()}), QByteArray());
}

}  // namespace cleave

CLEAVE_TEST(cleave::TestCoreCifar)
#include "test_core_cifar.moc"
