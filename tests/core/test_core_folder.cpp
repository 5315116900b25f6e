// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <algorithm>
#include <set>

#include "core/data/folder.h"
#include "core/data/match_classes.h"
#include "tests/core/files.h"
#include "tests/core/png_file.h"
#include "tests/core/sentence.h"
#include "tests/main/test_main.h"

namespace cleave {
namespace {

namespace fs = std::filesystem;

// `count` pictures of one grey value, told apart by their names.
void writeClass(const fs::path& place, int count, unsigned char value) {
  fs::create_directories(place);
  for (int i = 0; i < count; ++i) {
    test::writeText(place / ("p" + std::to_string(i) + ".png"), test::greyPng(3, 2, value));
  }
}

std::string said(const fs::path& directory, Split split = Split::Both) {
  return test::refusal([&] { loadDataset("folder", directory, split); });
}

}  // namespace

class TestCoreFolder : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void dividesEveryClass();
  void keepsTestPicturesWhenSomeAreAdded();
  void shufflesClasses();
  void readsGivenSplits();
  void leavesOtherFilesOut();
  void refusesFoldersThatAreNone();
  void refusesOneClass();
  void refusesEmptyClasses();
  void refusesALonePicture();
  void refusesOtherClassesInTheSplits();
  void refusesACorruptPicture();
  void refusesTooManyPictures();
  void stops();
  void matchesClassesByName();
};

void TestCoreFolder::dividesEveryClass() {
  const test::Folder folder;
  writeClass(folder / "dog", 40, 20);
  writeClass(folder / "cat", 2, 10);
  const Dataset set = loadDataset("folder", folder / "");
  QCOMPARE(set.name, std::string("folder"));
  QVERIFY((set.classes == std::vector<std::string>{"cat", "dog"}));
  QCOMPARE(set.train.count() + set.test.count(), 42);
  QVERIFY(set.test.count() >= 4 && set.test.count() <= 16);
  QCOMPARE(std::ranges::count(set.train.labels, 0), 1);
  QCOMPARE(std::ranges::count(set.test.labels, 0), 1);
  QCOMPARE(set.test.channels, 3);
  QCOMPARE(set.test.height, 224);
  QCOMPARE(set.test.width, 224);
  for (int i = 0; i < set.test.count(); ++i) {
    const auto first = static_cast<std::size_t>(i) * set.test.imageBytes();
    QCOMPARE(int{set.test.pixels.at(first)}, set.test.labels[static_cast<std::size_t>(i)] == 0 ? 10 : 20);
  }
  const Dataset again = loadDataset("folder", folder / "", Split::Test);
  QVERIFY(again.test.labels == set.test.labels && again.test.pixels == set.test.pixels);
  QCOMPARE(again.train.count(), 0);
}

void TestCoreFolder::keepsTestPicturesWhenSomeAreAdded() {
  const auto testValues = [](const fs::path& place) {
    const Dataset set = loadDataset("folder", place, Split::Test);
    std::set<int> values;
    for (int i = 0; i < set.test.count(); ++i) {
      values.insert(set.test.pixels[static_cast<std::size_t>(i) * set.test.imageBytes()]);
    }
    return values;
  };
  const test::Folder folder;
  for (const char* name : {"a", "b"}) fs::create_directory(folder / name);
  const auto add = [&](int i) {
    const char* const place = i % 2 == 0 ? "a" : "b";
    test::writeText((folder / place) / (std::to_string(i) + ".png"),
                    test::greyPng(1, 1, static_cast<unsigned char>(i)));
  };
  for (int i = 0; i < 80; ++i) add(i);
  const auto before = testValues(folder / "");
  for (int i = 80; i < 120; ++i) add(i);
  QVERIFY(std::ranges::includes(testValues(folder / ""), before));
}

void TestCoreFolder::shufflesClasses() {
  const test::Folder folder;
  writeClass(folder / "train/a", 30, 1);
  writeClass(folder / "train/b", 30, 2);
  writeClass(folder / "test/a", 1, 1);
  writeClass(folder / "test/b", 1, 2);
  const Dataset set = loadDataset("folder", folder / "", Split::Train);
  const std::set<int> first(set.train.labels.begin(), set.train.labels.begin() + 15);
  QCOMPARE(first.size(), std::size_t{2});
}

void TestCoreFolder::readsGivenSplits() {
  const test::Folder folder;
  for (const char* name : {"train/x", "train/y", "test/y", "test/x"}) writeClass(folder / name, 1, 50);
  writeClass(folder / "train/x", 3, 50);
  const Dataset set = loadDataset("folder", folder / "");
  QVERIFY((set.classes == std::vector<std::string>{"x", "y"}));
  QCOMPARE(set.train.count(), 4);
  QCOMPARE(set.test.count(), 2);
}

void TestCoreFolder::leavesOtherFilesOut() {
  const test::Folder folder;
  for (const char* name : {"a", "b"}) writeClass(folder / name, 2, 9);
  writeClass(folder / ".thumbnails", 2, 9);
  writeClass(folder / "a/deeper", 2, 9);
  test::writeText(folder / "readme.txt", "mine");
  test::writeText((folder / "a") / "notes.txt", "mine");
  test::writeText((folder / "a") / ".hidden.png", "no picture");
  test::writeText((folder / "b") / "LOUD.PNG", test::greyPng(2, 2, 9));
  const Dataset set = loadDataset("folder", folder / "");
  QCOMPARE(set.train.count() + set.test.count(), 5);
}

void TestCoreFolder::refusesFoldersThatAreNone() {
  QCOMPARE(test::faultIn(test::refusal<UsageError>([] { loadDataset("folder"); }), {"--data"}), QByteArray());
  const test::Folder folder;
  const auto absent = folder / "absent";
  QCOMPARE(test::faultIn(said(absent), {absent.string(), "cannot be read"}), QByteArray());
}

void TestCoreFolder::refusesOneClass() {
  const test::Folder folder;
  QCOMPARE(test::faultIn(said(folder / ""), {"0 subfolders"}), QByteArray());
  writeClass(folder / "only", 5, 1);
  QCOMPARE(test::faultIn(said(folder / ""), {"1 subfolder, but", "2 to 256"}), QByteArray());
  for (int i = 0; i < 256; ++i) fs::create_directory(folder / std::to_string(i));
  QCOMPARE(test::faultIn(said(folder / ""), {"257 subfolders"}), QByteArray());
}

void TestCoreFolder::refusesEmptyClasses() {
  const test::Folder folder;
  writeClass(folder / "full", 5, 1);
  fs::create_directory(folder / "void");
  QCOMPARE(test::faultIn(said(folder / ""), {(folder / "void").string(), "no PNG or JPEG"}), QByteArray());
  writeClass(folder / "void/cat", 2, 1);
  QCOMPARE(test::faultIn(said(folder / ""), {(folder / "void").string(), "'train' and 'test'"}), QByteArray());
}

void TestCoreFolder::refusesALonePicture() {
  const test::Folder folder;
  writeClass(folder / "many", 5, 1);
  writeClass(folder / "one", 1, 1);
  QCOMPARE(test::faultIn(said(folder / ""), {(folder / "one").string(), "contains only one image"}), QByteArray());
}

void TestCoreFolder::refusesOtherClassesInTheSplits() {
  const test::Folder folder;
  for (const char* name : {"train/x", "train/y", "test/x", "test/z"}) writeClass(folder / name, 1, 50);
  QCOMPARE(test::faultIn(said(folder / "", Split::Test), {"different classes", "'train'", "'test'"}), QByteArray());
}

void TestCoreFolder::refusesACorruptPicture() {
  const test::Folder folder;
  for (const char* name : {"train/x", "train/y", "test/x", "test/y"}) writeClass(folder / name, 1, 50);
  const auto bad = folder / "test/y/bad.jpg";
  test::writeText(bad, "\xff\xd8\xff\xe0 and no more");
  QCOMPARE(test::faultIn(said(folder / ""), {bad.string(), "repair it"}), QByteArray());
  QCOMPARE(loadDataset("folder", folder / "", Split::Train).train.count(), 2);
}

// Told from the listing: the pictures are empty files here.
void TestCoreFolder::refusesTooManyPictures() {
  const test::Folder folder;
  for (const char* name : {"a", "b"}) {
    fs::create_directory(folder / name);
    for (int i = 0; i < 7200; ++i) std::ofstream((folder / name) / (std::to_string(i) + ".png"));
  }
  QCOMPARE(test::faultIn(said(folder / ""), {"14400 images", "14266", "2 GiB"}), QByteArray());
}

void TestCoreFolder::stops() {
  const test::Folder folder;
  for (const char* name : {"a", "b"}) writeClass(folder / name, 2, 9);
  std::stop_source source;
  source.request_stop();
  QVERIFY_EXCEPTION_THROWN(loadDataset("folder", folder / "", Split::Both, source.get_token()), Cancelled);
}

void TestCoreFolder::matchesClassesByName() {
  Dataset set;
  set.name = "folder";
  set.classes = {"cat", "dog"};
  QVERIFY((matchClasses({"dog", "bird", "cat"}, set) == std::vector<int>{2, 0}));
  const std::string why = test::refusal<UsageError>([&] { matchClasses({"cat", "a", "b", "c", "d", "e"}, set); });
  QCOMPARE(test::faultIn(why, {"'dog'", "'folder'", "cat, a, b, c, d, ...", "trained on"}), QByteArray());
}

}  // namespace cleave

CLEAVE_TEST(cleave::TestCoreFolder)
#include "test_core_folder.moc"
