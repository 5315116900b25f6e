// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include "app/runs/run_file.h"
#include "app/runs/run_journal.h"
#include "app/workbench/run/run_archive.h"
#include "run_samples.h"
#include "tests/main/test_main.h"

namespace cleave::workbench {

class TestRunArchive : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;

  static QString journalIn(const RunArchive& archive, const char* startedAt, std::uint64_t requests) {
    const QString path = archive.newJournalPath();
    RunHeader header = test::anyRun(0).header;
    header.startedAt = startedAt;
    RunJournal journal(path.toStdString());
    journal.begin(header);
    for (std::uint64_t id = 0; id < requests; ++id) {
      RequestRecord record;
      record.id = id;
      record.decision = {5, 0, 8};
      journal.add(record);
    }
    QTest::qWait(2);  // the next one's name differs by a millisecond
    return path;
  }
  [[nodiscard]] QString fresh(const char* name) const { return folder_.filePath(name); }

 private Q_SLOTS:
  void aRunThatIsOverIsPacked() {
    RunArchive archive(fresh("pack"));
    QSignalSpy packed(&archive, &RunArchive::packed);
    const QString journal = journalIn(archive, "2026-01-01T00:00:00Z", 30);
    archive.pack(journal);
    QVERIFY(packed.wait());
    QCOMPARE(packed[0][0].toString(), journal);
    const QString bundle = packed[0][1].toString();
    QCOMPARE(bundle, RunArchive::bundlePathOf(journal));
    QVERIFY(!QFile::exists(journal));
    QCOMPARE(readRunBundle(bundle.toStdString()).table.size(), std::size_t{30});
  }
  void leftoversArePackedAndRunningOnesAreNot() {
    RunArchive archive(fresh("left"));
    journalIn(archive, "2026-01-01T00:00:00Z", 3);
    const QString live = archive.newJournalPath();
    RunJournal running(live.toStdString());
    running.begin(test::anyRun(0).header);
    const QString never = archive.folder() + "/never.recording";
    QVERIFY(QDir().mkpath(never));
    const QString broken = archive.folder() + "/broken.jsonl";
    QFile file(broken);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("nonsense\n");
    file.close();
    QSignalSpy packed(&archive, &RunArchive::packed);
    QSignalSpy failed(&archive, &RunArchive::packingFailed);
    QSignalSpy discarded(&archive, &RunArchive::discarded);
    archive.packLeftovers();
    QTRY_COMPARE(packed.size(), 1);
    QTRY_COMPARE(failed.size(), 1);
    QTRY_VERIFY(!QFileInfo::exists(never));
    QCOMPARE(failed[0][0].toString(), broken);
    QVERIFY(QFile::exists(broken) && QFile::exists(live));
    QTRY_COMPARE(discarded.size(), 1);
    QCOMPARE(discarded[0][0].toString(), never);
  }
  // What a version left that recorded JSON lines.
  void journalsOfOldVersionsArePacked() {
    RunArchive archive(fresh("old"));
    QFile old(archive.folder() + "/run-old.jsonl");
    QVERIFY(old.open(QIODevice::WriteOnly));
    old.write(QByteArray::fromStdString(toJson(test::anyRun(0).header)) + '\n');
    old.close();
    QFile never(archive.folder() + "/never.jsonl");
    QVERIFY(never.open(QIODevice::WriteOnly));
    never.close();
    QSignalSpy packed(&archive, &RunArchive::packed);
    QSignalSpy discarded(&archive, &RunArchive::discarded);
    archive.packLeftovers();
    QTRY_COMPARE(packed.size(), 1);
    QTRY_COMPARE(discarded.size(), 1);
    QVERIFY(QFile::exists(archive.folder() + "/run-old.cleaverun") && !old.exists() && !never.exists());
  }
  void whetherAJournalThatIsGoneWasPackedIsTold() {
    RunArchive archive(fresh("gone"));
    QSignalSpy packed(&archive, &RunArchive::packed);
    QSignalSpy discarded(&archive, &RunArchive::discarded);
    const QString journal = journalIn(archive, "2026-01-01T00:00:00Z", 3);
    archive.pack(journal);
    archive.pack(journal);  // another window was faster
    archive.pack(archive.newJournalPath());
    QTRY_COMPARE(discarded.size(), 1);
    QCOMPARE(packed.size(), 2);
    QCOMPARE(packed[1], packed[0]);
  }
  void aRunThatGoesOnIsNotPacked() {
    RunArchive archive(fresh("live"));
    const QString live = archive.newJournalPath();
    RunJournal running(live.toStdString());
    running.begin(test::anyRun(0).header);
    QSignalSpy failed(&archive, &RunArchive::packingFailed);
    archive.pack(live);
    QVERIFY(failed.wait());
    QVERIFY(failed[0][1].toString().contains("still being recorded"));
  }
  void theNewestIsListedFirst() {
    RunArchive archive(fresh("list"));
    journalIn(archive, "2026-01-03T00:00:00Z", 1);
    const QString old = journalIn(archive, "2026-01-01T00:00:00Z", 5);
    journalIn(archive, "2026-01-02T00:00:00Z", 1);
    QSignalSpy packed(&archive, &RunArchive::packed);
    archive.pack(old);
    QVERIFY(packed.wait());
    QFile(archive.folder() + "/bad.cleaverun").open(QIODevice::WriteOnly);
    QSignalSpy listed(&archive, &RunArchive::listed);
    archive.refresh();
    QVERIFY(listed.wait());
    const auto runs = listed[0][0].value<QList<ArchivedRun>>();
    QCOMPARE(runs.size(), 3);
    QCOMPARE(runs[0].manifest.header.startedAt, std::string("2026-01-03T00:00:00Z"));
    QVERIFY(!runs[0].packed);
    QVERIFY(runs[2].packed);
    QCOMPARE(runs[2].manifest.requests, std::uint64_t{5});
  }
  void opensWithProgress() {
    RunArchive archive(fresh("open"));
    const QString path = archive.folder() + "/any.cleaverun";
    const SavedRun run = test::anyRun(5000);
    writeRunBundle(path.toStdString(), run);
    QSignalSpy opened(&archive, &RunArchive::opened);
    QSignalSpy progress(&archive, &RunArchive::openingProgress);
    archive.open(path);
    QVERIFY(opened.wait());
    QCOMPARE(opened[0][0].toString(), path);
    QVERIFY(sameRun(*opened[0][1].value<std::shared_ptr<const SavedRun>>(), run));
    QVERIFY(!progress.isEmpty());
    QSignalSpy failed(&archive, &RunArchive::openingFailed);
    archive.open(archive.folder() + "/none.cleaverun");
    QVERIFY(failed.wait());
    QVERIFY(failed[0][1].toString().contains("none.cleaverun"));
  }
  void onlyTheLastOneAskedForIsOpened() {
    RunArchive archive(fresh("last"));
    const QString path = archive.folder() + "/any.cleaverun";
    writeRunBundle(path.toStdString(), test::anyRun(100));
    QSignalSpy opened(&archive, &RunArchive::opened);
    QSignalSpy listed(&archive, &RunArchive::listed);
    archive.open(path);
    archive.open(path);
    archive.open(path);
    archive.refresh();  // done after them
    QVERIFY(listed.wait());
    QCOMPARE(opened.size(), 1);
    archive.open(path);
    archive.cancelOpening();
    archive.refresh();
    QVERIFY(listed.wait());
    QCOMPARE(opened.size(), 1);
  }
};

}  // namespace cleave::workbench

CLEAVE_TEST(cleave::workbench::TestRunArchive)
#include "test_app_run_archive.moc"
