// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/bundle/bundle.h"
#include "core/bundle/bundle_folder.h"
#include "tests/core/sentence.h"
#include "tests/core/tiny.h"
#include "tests/main/test_main.h"

namespace cleave {

class TestCoreBundle : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void roundTrip();
  void sameModelSameBytes();
  void replacesWhatWasThere();
  void readsAFolder();
  void writesOverAFolder();
  void refusesWhatIsNoBundle_data();
  void refusesWhatIsNoBundle();
  void refusesUnwritablePlaces();
};

void TestCoreBundle::roundTrip() {
  const test::Folder folder;
  Model model = test::randomModel(test::tinyNetwork(), 5);
  model.manifest.ranges["conv1"][4] = {{0.0F, 2.7182817F}};
  const std::string card = "# Tiny\n\nTrained on nothing. \xe2\x82\xac\n";
  writeBundle(folder / "m.cleavemodel", model, card);
  const Model back = readBundle(folder / "m.cleavemodel");
  QVERIFY(back.weights == model.weights);
  QCOMPARE(toJson(back.manifest), toJson(model.manifest));
  QCOMPARE(readCard(folder / "m.cleavemodel"), card);
  writeBundle(folder / "bare.cleavemodel", model, "");
  QCOMPARE(readCard(folder / "bare.cleavemodel"), std::string());
}

void TestCoreBundle::sameModelSameBytes() {
  const test::Folder folder;
  const Model model = test::randomModel(test::tinyNetwork(), 5);
  writeBundle(folder / "a", model, "card");
  QTest::qSleep(2100);  // zip's clock ticks every two seconds
  writeBundle(folder / "b", model, "card");
  QVERIFY(test::readText(folder / "a") == test::readText(folder / "b"));
  QVERIFY(test::readText(folder / "a").size() < model.weights.size() + 10000);
}

void TestCoreBundle::replacesWhatWasThere() {
  const test::Folder folder;
  writeBundle(folder / "m", test::randomModel(test::tinyNetwork(), 1), "old");
  const Model model = test::randomModel(test::tinyNetwork(), 2);
  writeBundle(folder / "m", model, "new");
  QVERIFY(readBundle(folder / "m").weights == model.weights);
  QCOMPARE(readCard(folder / "m"), std::string("new"));
  QCOMPARE(folder.entries(), 1);
}

void TestCoreBundle::readsAFolder() {
  const test::Folder folder;
  const Model model = test::randomModel(test::tinyNetwork(), 5);
  writeBundleFolder(folder / "m", model, "card");
  QVERIFY(readBundle(folder / "m").weights == model.weights);
  QCOMPARE(toJson(readBundle(folder / "m").manifest), toJson(model.manifest));
  QCOMPARE(readCard(folder / "m"), std::string("card"));
  std::string weights = test::readText(folder / "m/weights.bin");
  weights[100] = static_cast<char>(weights[100] ^ 1);
  test::writeText(folder / "m/weights.bin", weights);
  QCOMPARE(test::faultIn(test::refusal([&] { readBundle(folder / "m"); }), {(folder / "m").string(), "checksum"}),
           QByteArray());
  test::writeText(folder / "m/weights.bin", weights + "x");
  QCOMPARE(test::faultIn(test::refusal([&] { readBundle(folder / "m"); }), {"weights.bin", "too large"}), QByteArray());
  std::filesystem::remove(folder / "m/manifest.json");
  QCOMPARE(test::faultIn(test::refusal([&] { readBundle(folder / "m"); }), {"manifest.json cannot be read", "check"}),
           QByteArray());
}

// A folder stays one, so that commands that keep something in a bundle can in either.
void TestCoreBundle::writesOverAFolder() {
  const test::Folder folder;
  writeBundleFolder(folder / "m", test::randomModel(test::tinyNetwork(), 5), "old");
  requireBundleWritable(folder / "m");
  const Model model = test::randomModel(test::tinyNetwork(), 6);
  writeBundle(folder / "m", model, "new");
  QVERIFY(std::filesystem::is_directory(folder / "m"));
  QVERIFY(readBundle(folder / "m").weights == model.weights);
  QCOMPARE(readCard(folder / "m"), std::string("new"));
  // Any other folder is not strewn with a bundle's files.
  std::filesystem::create_directory(folder / "home");
  for (const auto& attempt : {test::refusal([&] { requireBundleWritable(folder / "home"); }),
                              test::refusal([&] { writeBundle(folder / "home", model, "new"); })}) {
    QCOMPARE(test::faultIn(attempt, {(folder / "home").string(), "cannot be written (Is a directory)"}), QByteArray());
  }
  QVERIFY(std::filesystem::is_empty(folder / "home"));
}

void TestCoreBundle::refusesWhatIsNoBundle_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<QString>("part");
  QTest::newRow("absent") << "absent" << QByteArray() << "does not exist: check the path";
  QTest::newRow("empty") << "file" << QByteArray("") << "restore the file from a copy";
  QTest::newRow("text") << "file" << QByteArray("cleave-model") << "restore the file from a copy";
  QTest::newRow("the end of a zip") << "file" << QByteArray("PK\5\6") << "restore the file from a copy";
  QTest::newRow("an empty zip") << "file" << (QByteArray("PK\5\6") + QByteArray(18, '\0'))
                                << "restore the file from a copy";
  QTest::newRow("noise") << "file" << QByteArray(100000, 'P') << "restore the file from a copy";
}

void TestCoreBundle::refusesWhatIsNoBundle() {
  QFETCH(QString, name);
  QFETCH(QByteArray, text);
  QFETCH(QString, part);
  const test::Folder folder;
  const auto file = folder / name.toStdString();
  if (name == "file") test::writeText(file, text.toStdString());
  const std::string said = test::refusal([&] { readBundle(file); });
  QCOMPARE(test::faultIn(said, {file.string(), part.toStdString()}), QByteArray());
  QCOMPARE(test::faultIn(test::refusal([&] { readCard(file); }), {file.string(), part.toStdString()}), QByteArray());
}

void TestCoreBundle::refusesUnwritablePlaces() {
  const test::Folder folder;
  const Model model = test::randomModel(test::tinyNetwork(), 1);
  for (const char* name : {"absent/m.cleavemodel", "", "/proc/m.cleavemodel"}) {
    const auto file = *name == '/' ? std::filesystem::path(name) : folder / name;
    const std::string said = test::refusal([&] { writeBundle(file, model, "card"); });
    QCOMPARE(test::faultIn(said, {file.string(), "cannot be written", "check the folder"}), QByteArray());
  }
  QCOMPARE(folder.entries(), 0);
}

}  // namespace cleave

CLEAVE_TEST(cleave::TestCoreBundle)
#include "test_core_bundle.moc"
