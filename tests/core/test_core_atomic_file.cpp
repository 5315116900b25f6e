// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/system/atomic_file.h"
#include "tests/core/files.h"
#include "tests/core/sentence.h"
#include "tests/main/test_main.h"

namespace cleave {
namespace {

void write(const std::filesystem::path& file, std::string_view text) {
  writeFileAtomically(file, std::as_bytes(std::span(text)));
}

}  // namespace

class TestCoreAtomicFile : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void writesAndReplaces();
  void refusesBadPlaces_data();
  void refusesBadPlaces();
  void probeLeavesNothing();
};

void TestCoreAtomicFile::writesAndReplaces() {
  const test::Folder folder;
  const auto file = folder / "a.bin";
  write(file, "");
  QCOMPARE(test::readText(file), std::string());
  const std::string large(3 << 20, 'x');
  write(file, large);
  QVERIFY(test::readText(file) == large);
  write(file, "short");
  QCOMPARE(test::readText(file), std::string("short"));
  QCOMPARE(folder.entries(), 1);  // no temporary file stays
}

void TestCoreAtomicFile::refusesBadPlaces_data() {
  QTest::addColumn<QString>("name");
  QTest::newRow("a folder") << "folder";
  QTest::newRow("in no folder") << "absent/file";
  QTest::newRow("beneath a file") << "file/file";
  QTest::newRow("name too long") << QString(300, 'n');
}

// Not by permissions: the tests may run as root.
void TestCoreAtomicFile::refusesBadPlaces() {
  QFETCH(QString, name);
  const test::Folder folder;
  std::filesystem::create_directory(folder / "folder");
  test::writeText(folder / "file", "old");
  const auto file = folder / name.toStdString();
  QCOMPARE(test::faultIn(test::refusal([&] { write(file, "new"); }), {"cannot be written", "check the folder"}),
           QByteArray());
  QCOMPARE(test::faultIn(test::refusal([&] { requireWritable(file); }), {"cannot be written", "check the folder"}),
           QByteArray());
  QVERIFY(test::refusal([&] { write(file, "new"); }).starts_with(file.string()));
  QCOMPARE(test::readText(folder / "file"), std::string("old"));
  QCOMPARE(folder.entries(), 2);
}

void TestCoreAtomicFile::probeLeavesNothing() {
  const test::Folder folder;
  requireWritable(folder / "new");
  QCOMPARE(folder.entries(), 0);
  write(folder / "old", "kept");
  requireWritable(folder / "old");
  QCOMPARE(test::readText(folder / "old"), std::string("kept"));
  QCOMPARE(folder.entries(), 1);
}

}  // namespace cleave

CLEAVE_TEST(cleave::TestCoreAtomicFile)
#include "test_core_atomic_file.moc"
