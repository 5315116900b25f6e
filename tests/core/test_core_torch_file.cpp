// SPDX-License-Identifier: GPL-3.0-or-later
#include <quazip.h>
#include <quazipfile.h>

#include <QtTest>

#include "core/import/torch_file.h"
#include "tests/core/files.h"
#include "tests/core/sentence.h"
#include "tests/main/test_main.h"

namespace cleave {
namespace {

using namespace std::string_literals;

std::string text(const std::string& value) {
  return "X" + std::string(1, static_cast<char>(value.size())) + "\0\0\0"s + value;
}

// {'t': a tensor of 2 x 3 in a storage of `elements`}
std::string pickle(const std::string& type = "FloatStorage", const std::string& elements = "K\6"s,
                   const std::string& offset = "K\0"s, const std::string& strides = "K\3K\1"s,
                   const std::string& key = "0") {
  return "\x80\2}"s + text("t") + "ctorch._utils\n_rebuild_tensor_v2\n((" + text("storage") + "ctorch\n" + type + "\n" +
         text(key) + text("cpu") + elements + "tQ" + offset + "K\2K\3\x86("s + strides +
         "t\x89"
         "ccollections\nOrderedDict\n)RtRs.";
}

void writeZip(const std::filesystem::path& file, const std::vector<std::pair<std::string, std::string>>& entries) {
  QuaZip zip(QString::fromStdString(file.string()));
  if (!zip.open(QuaZip::mdCreate)) throw std::runtime_error("cannot pack");
  for (const auto& [name, content] : entries) {
    QuaZipFile out(&zip);
    out.open(QIODevice::WriteOnly, QuaZipNewInfo(QString::fromStdString(name)), nullptr, 0, 0, 0);  // stored
    out.write(content.data(), static_cast<qint64>(content.size()));
    out.close();
  }
  zip.close();
}

std::string floats(int count) {
  std::string bytes;
  for (int i = 0; i < count; ++i) {
    const auto value = static_cast<float>(i);
    bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  return bytes;
}

std::vector<float> read(const std::string& description, const std::string& storage,
                        const std::pair<std::string, std::string>& extra = {"a/version", "3\n"}) {
  const test::Folder folder;
  writeZip(folder / "x.pth", {{"a/data.pkl", description}, {"a/data/0", storage}, extra});
  return TorchFile(folder / "x.pth").values("t", {2, 3});
}

}  // namespace

class TestCoreTorchFile : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void readsInCOrder();
  void readsHalf();
  void readsLittleEndianOnly();
  void refuses_data();
  void refuses();
  void asksForTensorsThatAreThere();
  void boundsMemory();
};

void TestCoreTorchFile::readsInCOrder() {
  QVERIFY((read(pickle(), floats(6)) == std::vector<float>{0, 1, 2, 3, 4, 5}));
  const std::string transposed = pickle("FloatStorage", "K\6"s, "K\0"s, "K\1K\2"s);
  QVERIFY((read(transposed, floats(6)) == std::vector<float>{0, 2, 4, 1, 3, 5}));
  const std::string later = pickle("FloatStorage", "K\x0a"s, "K\4"s);
  QVERIFY((read(later, floats(10)) == std::vector<float>{4, 5, 6, 7, 8, 9}));
}

void TestCoreTorchFile::readsHalf() {  // 1, -2, 0, 65504, the least subnormal, 0.5
  const std::string halves = "\x00\x3c\x00\xc0\x00\x00\xff\x7b\x01\x00\x00\x38"s;
  QVERIFY((read(pickle("HalfStorage"), halves) == std::vector<float>{1, -2, 0, 65504, 0x1p-24F, 0.5F}));
}

void TestCoreTorchFile::readsLittleEndianOnly() {
  QCOMPARE(read(pickle(), floats(6), {"a/byteorder", "little"}).size(), std::size_t{6});
  const std::string said = test::refusal([] { read(pickle(), floats(6), {"a/byteorder", "big"}); });
  QCOMPARE(test::faultIn(said, {"x.pth", "big-endian"}), QByteArray());
}

void TestCoreTorchFile::refuses_data() {
  QTest::addColumn<QByteArray>("description");
  QTest::addColumn<QByteArray>("storage");
  QTest::addColumn<QString>("part");
  const auto row = [](const char* name, const std::string& description, const std::string& storage, const char* part) {
    QTest::newRow(name) << QByteArray::fromStdString(description) << QByteArray::fromStdString(storage)
                        << QString(part);
  };
  const std::string type = "FloatStorage";
  row("short storage", pickle(), floats(5), "outside its storage");
  row("empty storage", pickle(), "", "outside its storage");
  row("offset beyond", pickle(type, "K\6"s, "K\1"s), floats(6), "outside its storage");
  row("strides beyond", pickle(type, "K\6"s, "K\0"s, "K\4K\1"s), floats(6), "outside its storage");
  row("vast stride", pickle(type, "K\6"s, "K\0"s, "J\0\0\0\x10K\1"s), floats(6), "outside its storage");
  row("negative stride", pickle(type, "K\6"s, "K\0"s, "J\xff\xff\xff\xffK\1"s), floats(6), "not a float32");
  row("negative offset", pickle(type, "K\6"s, "J\xff\xff\xff\xff"s), floats(6), "not a float32");
  row("vast storage", pickle(type, "\x8a\6\0\0\0\0\0\1"s), floats(6), "not a float32");
  row("negative storage", pickle(type, "J\xff\xff\xff\xff"s), floats(6), "not a float32");
  row("storage larger than told", pickle(type, "K\5"s), floats(6), "above the limit of 20");
  row("three strides", pickle(type, "K\6"s, "K\0"s, "K\3K\1K\1"s), floats(6), "not a float32");
  row("path as key", pickle(type, "K\6"s, "K\0"s, "K\3K\1"s, "../0"), floats(6), "not a float32");
  row("absent storage", pickle(type, "K\6"s, "K\0"s, "K\3K\1"s, "7"), floats(6), "a/data/7");
  row("other numbers", pickle("LongStorage"), floats(6), "'torch LongStorage'");
  row("number as storage", pickle("FloatStorage", "N"), floats(6), "not a float32");
  row("no tensor", "}" + text("t") + "K\1s.", floats(6), "'t' is not a float32");
  row("no dict", "K\1.", floats(6), "not contain a dict of tensors");
  row("empty dict", "}.", floats(6), "not contain a dict of tensors");
  row("not a number", pickle(), floats(5) + "\0\0\xc0\x7f"s, "NaN");
}

void TestCoreTorchFile::refuses() {
  QFETCH(QByteArray, description);
  QFETCH(QByteArray, storage);
  QFETCH(QString, part);
  const std::string said = test::refusal([&] { read(description.toStdString(), storage.toStdString()); });
  QCOMPARE(test::faultIn(said, {"x.pth", part.toStdString()}), QByteArray());
}

void TestCoreTorchFile::asksForTensorsThatAreThere() {
  const test::Folder folder;
  writeZip(folder / "x.pth", {{"a/data.pkl", pickle()}, {"a/data/0", floats(6)}});
  const TorchFile file(folder / "x.pth");
  QCOMPARE(test::faultIn(test::refusal([&] { (void)file.values("u", {2, 3}); }), {"x.pth", "'u'"}), QByteArray());
  QCOMPARE(test::faultIn(test::refusal([&] { (void)file.values("t", {3, 2}); }), {"2 x 3", "3 x 2"}), QByteArray());
  writeZip(folder / "y.pth", {{"a/other.pkl", pickle()}});
  QCOMPARE(test::faultIn(test::refusal([&] { TorchFile(folder / "y.pth"); }), {"y.pth", "without data.pkl"}),
           QByteArray());
}

void TestCoreTorchFile::boundsMemory() {  // the most that a storage may claim, over a file of 24 bytes
  const long before = test::peakMemoryMiB();
  (void)test::refusal([] { read(pickle("FloatStorage", "J\0\0\0\x10"s, "J\xff\xff\xff\x0f"s), floats(6)); });
  QVERIFY(test::peakMemoryMiB() - before < 64);
}

}  // namespace cleave

CLEAVE_TEST(cleave::TestCoreTorchFile)
#include "test_core_torch_file.moc"
