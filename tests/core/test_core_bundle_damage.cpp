// SPDX-License-Identifier: GPL-3.0-or-later
#include <quazip.h>
#include <quazipfile.h>

#include <QBuffer>
#include <QtTest>
#include <algorithm>

#include "core/bundle/bundle.h"
#include "tests/core/sentence.h"
#include "tests/core/tiny.h"
#include "tests/main/test_main.h"

namespace cleave {
namespace {

using Entries = std::vector<std::pair<QString, QByteArray>>;

Entries entriesOf(const Model& model) {
  return {{"manifest.json", QByteArray::fromStdString(toJson(model.manifest))},
          {"weights.bin", QByteArray(reinterpret_cast<const char*>(model.weights.data()),
                                     static_cast<qsizetype>(model.weights.size()))},
          {"card.md", "card"}};
}

// A sound zip of anything, made without Cleave's own writer.
std::string zipOf(const Entries& entries) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  QuaZip zip(&buffer);
  if (!zip.open(QuaZip::mdCreate)) throw std::runtime_error("no zip");
  for (const auto& [name, content] : entries) {
    QuaZipFile out(&zip);
    if (!out.open(QIODevice::WriteOnly, QuaZipNewInfo(name)) || out.write(content) != content.size()) {
      throw std::runtime_error("no entry");
    }
    out.close();
  }
  zip.close();
  return bytes.toStdString();
}

// Changes a 32-bit field of one entry's record in the zip's directory.
std::string patched(std::string zip, const std::string& entry, std::size_t field, std::uint32_t value) {
  std::size_t at = zip.find("PK\1\2");
  while (at != std::string::npos && zip.compare(at + 46, entry.size(), entry) != 0) at = zip.find("PK\1\2", at + 4);
  if (at == std::string::npos) throw std::logic_error("no such entry");
  for (std::size_t i = 0; i < 4; ++i) zip[at + field + i] = static_cast<char>(value >> (8 * i) & 0xff);
  return zip;
}
constexpr std::size_t kCompressedSize = 20;
constexpr std::size_t kSize = 24;
constexpr std::size_t kHeaderOffset = 42;

}  // namespace

class TestCoreBundleDamage : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void readsAForeignZip();
  void announcedSizesTakeNoMemory();
  void refusesEveryTruncation();
  void neverBelievesAFlippedByte();
  void refuses_data();
  void refuses();
};

void TestCoreBundleDamage::readsAForeignZip() {
  const test::Folder folder;
  const Model model = test::randomModel(test::tinyNetwork(), 6);
  Entries entries = entriesOf(model);
  std::ranges::reverse(entries);
  entries.push_back({"notes/extra.txt", "ignored"});
  test::writeText(folder / "m", zipOf(entries));
  QVERIFY(readBundle(folder / "m").weights == model.weights);
  entries.erase(entries.begin());
  test::writeText(folder / "m", zipOf(entries));
  QVERIFY(readBundle(folder / "m").weights == model.weights);
  QCOMPARE(readCard(folder / "m"), std::string());
}

// A file of some kilobytes that announces half a gigabyte.
void TestCoreBundleDamage::announcedSizesTakeNoMemory() {
  const test::Folder folder;
  Model model = test::randomModel(test::tinyNetwork(), 6);
  model.manifest.weightsBytes = 512ULL << 20;
  test::writeText(folder / "m", zipOf(entriesOf(model)));
  const long before = test::peakMemoryMiB();
  const std::string said = test::refusal([&] { readBundle(folder / "m"); });
  QCOMPARE(test::faultIn(said, {(folder / "m").string(), "damaged", "restore the file from a copy"}), QByteArray());
  QVERIFY2(test::peakMemoryMiB() - before < 64, "memory was taken for a claim");
}

// A zip ends in 22 bytes, the last of which are mostly zeros that QuaZip does not miss: a bundle that lacks only some
// of those may be read, but then whole.
void TestCoreBundleDamage::refusesEveryTruncation() {
  const test::Folder folder;
  const Model model = test::randomModel(test::tinyNetwork(), 6);
  const std::string whole = zipOf(entriesOf(model));
  SplitMix random(6, 0);
  std::vector<std::size_t> lengths;
  for (std::size_t i = 0; i < 40; ++i) {
    lengths.push_back(i);
    lengths.push_back(whole.size() - 1 - i);
    lengths.push_back(random.below(whole.size()));
  }
  for (const std::size_t length : lengths) {
    test::writeText(folder / "cut", whole.substr(0, length));
    bool same = false;
    const std::string said = test::refusal([&] { same = readBundle(folder / "cut").weights == model.weights; });
    if (same && length + 22 > whole.size()) continue;
    QCOMPARE(test::faultIn(said, {(folder / "cut").string(), "restore the file from a copy"}), QByteArray());
  }
}

// Dates and the card may change unseen; a model that is read is the one that was written.
void TestCoreBundleDamage::neverBelievesAFlippedByte() {
  const test::Folder folder;
  const Model model = test::randomModel(test::tinyNetwork(), 6);
  const std::string manifest = toJson(model.manifest);
  const std::string whole = zipOf(entriesOf(model));
  const std::size_t directory = whole.find("PK\1\2");
  SplitMix random(7, 0);
  int refused = 0;
  for (int round = 0; round < 200; ++round) {
    std::string flipped = whole;
    const std::size_t at =
        round % 2 == 0 ? random.below(whole.size()) : directory + random.below(whole.size() - directory);
    flipped[at] = static_cast<char>(flipped[at] ^ static_cast<char>(1U << random.below(8)));
    test::writeText(folder / "flipped", flipped);
    try {
      const Model read = readBundle(folder / "flipped");
      QVERIFY2(read.weights == model.weights && toJson(read.manifest) == manifest, qPrintable(QString::number(at)));
    } catch (const Error& error) {
      QCOMPARE(test::faultIn(error.what(), {(folder / "flipped").string()}), QByteArray());
      ++refused;
    }
  }
  QVERIFY(refused > 100);
}

void TestCoreBundleDamage::refuses_data() {
  QTest::addColumn<QByteArray>("zip");
  QTest::addColumn<QString>("part");
  const auto row = [](const char* name, const std::string& zip, const char* part) {
    QTest::newRow(name) << QByteArray::fromStdString(zip) << QString(part);
  };
  const Model model = test::randomModel(test::tinyNetwork(), 6);
  const Entries good = entriesOf(model);
  const std::string zip = zipOf(good);
  row("no manifest", zipOf({good[1], good[2]}), "does not contain manifest.json");
  row("no weights", zipOf({good[0], good[2]}), "does not contain weights.bin");
  row("manifest of nothing", zipOf({{"manifest.json", ""}, good[1]}), "cannot be used");
  row("newer",
      zipOf({{"manifest.json", QByteArray(good[0].second).replace("\"version\": 1", "\"version\": 7")}, good[1]}),
      "install a matching version of Cleave");
  // The zip's own checksum is right here; only the manifest's tells.
  for (const qsizetype at : {qsizetype{0}, good[1].second.size() / 2, good[1].second.size() - 1}) {
    QByteArray weights = good[1].second;
    weights[at] = static_cast<char>(weights[at] ^ 0x10);
    row(qPrintable(QString("byte %1 flipped").arg(at)), zipOf({good[0], {"weights.bin", weights}, good[2]}),
        "checksum of its weights is wrong; restore the file from a copy");
  }
  row("weights too short", zipOf({good[0], {"weights.bin", good[1].second.chopped(1)}}), "is damaged");
  row("weights too long", zipOf({good[0], {"weights.bin", good[1].second + "x"}}), "above the limit of");
  row("manifest of 2 MiB", zipOf({{"manifest.json", QByteArray(2 << 20, ' ') + good[0].second}, good[1]}),
      "above the limit of 1048576");
  row("weights claim 2 GiB", patched(zip, "weights.bin", kSize, 0x7fffffffU), "declares 2147483647 bytes");
  row("weights claim 4 GiB", patched(zip, "weights.bin", kSize, 0xfffffffeU), "above the limit of");
  row("weights claim less", patched(zip, "weights.bin", kSize, 1000), "damaged");
  row("manifest claims less", patched(zip, "manifest.json", kSize, 100), "damaged");
  row("manifest claims more", patched(zip, "manifest.json", kSize, 1 << 20), "damaged");
  row("packed size too small", patched(zip, "weights.bin", kCompressedSize, 10), "");
  row("packed size too large", patched(zip, "weights.bin", kCompressedSize, 0x7fffffffU), "");
  row("entry beyond the file", patched(zip, "manifest.json", kHeaderOffset, 0x7fffffffU), "");
}

void TestCoreBundleDamage::refuses() {
  QFETCH(QByteArray, zip);
  QFETCH(QString, part);
  const test::Folder folder;
  test::writeText(folder / "m", zip.toStdString());
  const std::string said = test::refusal([&] { readBundle(folder / "m"); });
  QCOMPARE(test::faultIn(said, {(folder / "m").string(), part.toStdString()}), QByteArray());
}

}  // namespace cleave

CLEAVE_TEST(cleave::TestCoreBundleDamage)
#include "test_core_bundle_damage.moc"
