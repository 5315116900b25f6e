// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>
#include <fstream>

#include "app/runs/run_journal.h"
#include "core/model/architectures.h"
#include "core/types/error.h"
#include "tests/main/test_main.h"

namespace cleave {

class TestRunJournal : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;

  [[nodiscard]] std::filesystem::path path(const char* name) const { return folder_.filePath(name).toStdString(); }
  static RunHeader header() {
    RunHeader header;
    header.model = "m";
    header.policy = "greedy";
    header.seed = 3;
    header.deviceMachine = "board";
    header.emulated = "raspberrypi4";
    header.network = loadArchitecture("alexnet", 10);
    return header;
  }
  static RequestRecord record(std::uint64_t id) {
    RequestRecord record;
    record.id = id;
    record.decision = {5, 4, 8};
    record.layerMs = {1.5F, 2.25F};
    return record;
  }
  static QString errorOf(const std::filesystem::path& file) {
    try {
      readRun(file);
    } catch (const Error& error) {
      return QString::fromUtf8(error.what());
    }
    return {};
  }

 private Q_SLOTS:
  void roundTrip() {
    {
      RunJournal journal(path("run.jsonl"));
      journal.begin(header());
      for (std::uint64_t i = 0; i < 3; ++i) journal.add(record(i));
    }
    const Run run = readRun(path("run.jsonl"));
    QVERIFY(run.header.network == header().network);
    QCOMPARE(run.header.policy, std::string("greedy"));
    QCOMPARE(run.header.deviceMachine, std::string("board"));
    QCOMPARE(run.header.emulated, std::string("raspberrypi4"));
    QCOMPARE(run.records.size(), 3U);
    QCOMPARE(run.records[2].id, 2U);
    QVERIFY(run.records[1].layerMs == record(1).layerMs);
    QVERIFY(!run.truncated);
  }
  void everyRecordIsOnDiskAtOnce() {
    RunJournal journal(path("live.jsonl"));
    journal.begin(header());
    journal.add(record(0));
    QCOMPARE(readRun(path("live.jsonl")).records.size(), 1U);  // the journal is still open
  }
  void opensUpToTheLastWholeRecord() {
    {
      RunJournal journal(path("cut.jsonl"));
      journal.begin(header());
      for (std::uint64_t i = 0; i < 3; ++i) journal.add(record(i));
    }
    const auto size = std::filesystem::file_size(path("cut.jsonl"));
    for (const std::uintmax_t lost : {2U, 10U, 60U}) {
      std::filesystem::resize_file(path("cut.jsonl"), size - lost);
      const Run run = readRun(path("cut.jsonl"));
      QCOMPARE(run.records.size(), 2U);
      QVERIFY(run.truncated);
    }
  }
  void changesStandBetweenRecords() {
    const RunChange change{1, 0.25, "policy", "sac-d:my \"file\""};
    {
      RunJournal journal(path("changed.jsonl"));
      journal.begin(header());
      journal.add(record(0));
      journal.add(change);
      journal.add(record(1));
      journal.add({1, 0.25, "target_ms", "80"});
    }
    const Run run = readRun(path("changed.jsonl"));
    QCOMPARE(run.records.size(), 2U);
    QCOMPARE(run.changes.size(), 2U);
    QVERIFY(run.changes[0] == change);
    QVERIFY(policiesOf(run.header, run.changes) == (std::vector<std::string>{"greedy", change.value}));
    // Killed within a change: the records before it are whole.
    std::filesystem::resize_file(path("changed.jsonl"), std::filesystem::file_size(path("changed.jsonl")) - 3);
    const Run cut = readRun(path("changed.jsonl"));
    QCOMPARE(cut.records.size(), 2U);
    QCOMPARE(cut.changes.size(), 1U);
    QVERIFY(cut.truncated);
  }
  void journalsOfTheFirstVersionOpen() {
    std::string head = toJson(header());
    const std::string version = "\"version\":2";
    head.replace(head.find(version), version.size(), "\"version\":1");
    std::ofstream(path("old.jsonl")) << head << "\n" << toJson(record(0)) << "\n";
    const Run run = readRun(path("old.jsonl"));
    QCOMPARE(run.records.size(), 1U);
    QVERIFY(run.changes.empty() && run.header.scenarioText.empty());
  }
  void onlyOneRunRecordsToAFile() {
    {
      RunJournal journal(path("one.jsonl"));
      journal.begin(header());
      QVERIFY(isBeingRecorded(path("one.jsonl")));
      QVERIFY_EXCEPTION_THROWN(RunJournal second(path("one.jsonl")), Error);
    }
    QVERIFY(!isBeingRecorded(path("one.jsonl")));
    QVERIFY(!isBeingRecorded(path("missing.jsonl")));
  }
  void aReadingCanBeStopped() {
    {
      RunJournal journal(path("long.jsonl"));
      journal.begin(header());
      for (std::uint64_t i = 0; i < 5000; ++i) journal.add(record(i));
    }
    std::stop_source stop;
    stop.request_stop();
    QVERIFY_EXCEPTION_THROWN(readJournal(
                                 path("long.jsonl"), [](auto&&) {}, {}, stop.get_token()),
                             Cancelled);
  }
  void aRunThatNeverBeginsLeavesTheEarlierOne() {
    {
      RunJournal journal(path("kept.jsonl"));
      journal.begin(header());
      journal.add(record(0));
    }
    { const RunJournal unused(path("kept.jsonl")); }
    QCOMPARE(readRun(path("kept.jsonl")).records.size(), 1U);
  }
  void damageInTheMiddleIsAnError() {
    {
      RunJournal journal(path("bad.jsonl"));
      journal.begin(header());
      journal.add(record(0));
    }
    std::ofstream(path("bad.jsonl"), std::ios::app) << "nonsense\n" << toJson(record(1)) << "\n";
    QVERIFY(errorOf(path("bad.jsonl")).contains("bad.jsonl, line 3, is not a request record"));
  }
  void notARun() {
    QVERIFY(errorOf(path("missing.jsonl")).contains("cannot be opened"));
    std::ofstream(path("text.jsonl")) << "hello\n";
    QVERIFY(errorOf(path("text.jsonl")).contains("text.jsonl is not a run"));
    std::ofstream(path("newer.jsonl")) << R"({"format":"cleave-run","version":99})"
                                       << "\n";
    QVERIFY(errorOf(path("newer.jsonl")).contains("newer version of Cleave"));
  }
  void unwritable() {
    try {
      const RunJournal journal("/proc/no/such/place.jsonl");
      QFAIL("written");
    } catch (const Error& error) {
      QVERIFY(QString::fromUtf8(error.what()).contains("/proc/no/such/place.jsonl cannot be written"));
    }
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestRunJournal)
#include "test_app_run_journal.moc"
