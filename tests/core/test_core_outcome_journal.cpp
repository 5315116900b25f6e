// SPDX-License-Identifier: GPL-3.0-or-later
#include <sys/resource.h>

#include <QtTest>
#include <algorithm>
#include <csignal>

#include "core/measure/outcome_journal.h"
#include "tests/core/files.h"
#include "tests/core/sentence.h"
#include "tests/main/test_main.h"

namespace cleave {
namespace {

constexpr std::size_t kDecisions = 3;

DecisionOutcomes outcomesOf(int image) {
  const auto i = static_cast<std::uint32_t>(image);
  return {{static_cast<std::uint8_t>(i % 2), 1, 0}, {i, 100 * i, 7}};
}

// As a measurement leaves it that was killed after so many images.
std::string leave(const std::filesystem::path& file, int images) {
  OutcomeJournal journal(file, "f", kDecisions);
  for (int i = 0; i < images; ++i) journal.add(i, outcomesOf(i));
  return test::readText(file);
}

std::vector<int> imagesIn(const std::filesystem::path& file) {
  const OutcomeJournal journal(file, "f", kDecisions);
  std::vector<int> images;
  for (const auto& [image, outcomes] : journal.outcomes()) {
    const bool same = outcomes.correct == outcomesOf(image).correct && outcomes.bytes == outcomesOf(image).bytes;
    images.push_back(same ? image : -1);
  }
  return images;
}

/// While it lives, no file of this process may grow beyond `bytes`: what a full disk is, also for root.
class FullDisk {
 public:
  explicit FullDisk(std::size_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{static_cast<rlim_t>(bytes), before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FullDisk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  rlimit before_{};
  void (*handler_)(int);
};

}  // namespace

class TestCoreOutcomeJournal : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void keepsWhatWasAdded();
  void cutOffAnywhere();
  void openingRewritesNothing();
  void aFullDiskCostsOneLine();
  void leavesDamagedLinesOut();
  void isOneMeasurements();
  void removesOnlyItsOwn();
  void refusesBadPlaces_data();
  void refusesBadPlaces();
};

void TestCoreOutcomeJournal::keepsWhatWasAdded() {
  const test::Folder folder;
  leave(folder / "j", 4);
  QCOMPARE(imagesIn(folder / "j"), (std::vector{0, 1, 2, 3}));
  OutcomeJournal nowhere({}, "f", kDecisions);
  nowhere.add(2, outcomesOf(2));
  QCOMPARE(nowhere.outcomes().size(), std::size_t{1});
  nowhere.remove();
}

// A kill after any byte of the file costs the line that it fell in, and the next one starts where that began.
void TestCoreOutcomeJournal::cutOffAnywhere() {
  const test::Folder folder;
  const std::string whole = leave(folder / "j", 3);
  for (std::size_t length = 0; length <= whole.size(); ++length) {
    test::writeText(folder / "j", whole.substr(0, length));
    const auto lines = std::ranges::count(whole.substr(0, length), '\n');
    const auto images = imagesIn(folder / "j");
    QCOMPARE(static_cast<std::ptrdiff_t>(images.size()), std::max<std::ptrdiff_t>(lines - 1, 0));
    {
      OutcomeJournal journal(folder / "j", "f", kDecisions);
      for (int i = static_cast<int>(images.size()); i < 3; ++i) journal.add(i, outcomesOf(i));
    }
    QVERIFY(test::readText(folder / "j") == whole);
  }
}

// A kill or a full disk while a journal is taken up again would else cost all that it holds.
void TestCoreOutcomeJournal::openingRewritesNothing() {
  const test::Folder folder;
  const std::string whole = leave(folder / "j", 20);
  test::writeText(folder / "j", whole + "{\"image\":20,");
  {
    const FullDisk full(10);
    QCOMPARE(imagesIn(folder / "j").size(), std::size_t{20});
  }
  QVERIFY(test::readText(folder / "j") == whole);
}

void TestCoreOutcomeJournal::aFullDiskCostsOneLine() {
  const test::Folder folder;
  const std::string whole = leave(folder / "j", 5);
  OutcomeJournal journal(folder / "j", "f", kDecisions);
  {
    const FullDisk full(whole.size() + 12);
    for (int attempt = 0; attempt < 2; ++attempt) {
      const std::string said = test::refusal([&] { journal.add(5, outcomesOf(5)); });
      QCOMPARE(test::faultIn(said, {(folder / "j").string(), "Cannot write", "free disk space"}), QByteArray());
      QVERIFY(!journal.outcomes().contains(5));
      QVERIFY(test::readText(folder / "j") == whole);
    }
  }
  journal.add(6, outcomesOf(6));
  journal = OutcomeJournal({}, "", 0);
  QCOMPARE(imagesIn(folder / "j"), (std::vector{0, 1, 2, 3, 4, 6}));
  {
    const FullDisk full(20);  // no room for the first line
    QVERIFY(test::refusal([&] { leave(folder / "new", 0); }).find("free disk space") != std::string::npos);
  }
  leave(folder / "new", 1);  // and nothing is in the way of the next attempt
}

void TestCoreOutcomeJournal::leavesDamagedLinesOut() {
  const test::Folder folder;
  const std::string whole = leave(folder / "j", 3);
  const auto expect = [&](const char* from, const char* to) {
    test::writeText(folder / "j", test::replaced(whole, from, to));
    QCOMPARE(imagesIn(folder / "j"), (std::vector{0, 2}));
  };
  for (const char* to : {"{\"image\":-1,", "{\"image\":\"1\",", "{\"imago\":1,", "#\"image\":1,", "[", "\n"}) {
    expect("{\"image\":1,", to);
  }
  expect("\"110\"", "\"11\"");
  expect("\"110\"", "110");
  for (const char* to : {"7", "[1,100]", "[1,100,7,7]", "[1,\"100\",7]", "{}"}) expect("[1,100,7]", to);
}

void TestCoreOutcomeJournal::isOneMeasurements() {
  const test::Folder folder;
  OutcomeJournal first(folder / "j", "f", kDecisions);
  first.add(0, outcomesOf(0));
  const std::string before = test::readText(folder / "j");
  for (const char* fingerprint : {"f", "g"}) {
    const std::string said = test::refusal([&] { OutcomeJournal(folder / "j", fingerprint, kDecisions); });
    QCOMPARE(test::faultIn(said, {(folder / "j").string(), "another measurement", "wait until it ends"}), QByteArray());
  }
  QVERIFY(test::readText(folder / "j") == before);
  first.remove();
  QVERIFY(!std::filesystem::exists(folder / "j"));
  leave(folder / "j", 1);
  QCOMPARE(imagesIn(folder / "j"), std::vector{0});
}

// A user who deletes a journal and begins again must not lose the new one to the old one's end.
void TestCoreOutcomeJournal::removesOnlyItsOwn() {
  const test::Folder folder;
  OutcomeJournal old(folder / "j", "f", kDecisions);
  std::filesystem::remove(folder / "j");
  OutcomeJournal fresh(folder / "j", "g", kDecisions);
  old.remove();
  QVERIFY(std::filesystem::exists(folder / "j"));
  fresh.remove();
  QVERIFY(!std::filesystem::exists(folder / "j"));
}

void TestCoreOutcomeJournal::refusesBadPlaces_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<QString>("part");
  QTest::newRow("a folder") << "folder"
                            << "choose a writable folder";
  QTest::newRow("in no folder") << "absent/j"
                                << "choose a writable folder";
  QTest::newRow("something else") << "letter"
                                  << "belongs to another measurement: delete it";
  QTest::newRow("something else, one line") << "word"
                                            << "belongs to another measurement: delete it";
}

void TestCoreOutcomeJournal::refusesBadPlaces() {
  QFETCH(QString, name);
  QFETCH(QString, part);
  const test::Folder folder;
  std::filesystem::create_directory(folder / "folder");
  test::writeText(folder / "letter", "Dear Anna,\nall is well.\n");
  test::writeText(folder / "word", "Dear Anna");
  const auto file = folder / name.toStdString();
  const std::string said = test::refusal([&] { OutcomeJournal(file, "f", kDecisions); });
  QCOMPARE(test::faultIn(said, {file.string(), part.toStdString()}), QByteArray());
  QCOMPARE(test::readText(folder / "letter"), std::string("Dear Anna,\nall is well.\n"));
  QCOMPARE(test::readText(folder / "word"), std::string("Dear Anna"));
  QCOMPARE(folder.entries(), 3);
}

}  // namespace cleave

CLEAVE_TEST(cleave::TestCoreOutcomeJournal)
#include "test_core_outcome_journal.moc"
