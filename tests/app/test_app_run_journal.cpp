// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>
#include <fstream>

#include "app/experiment/run_journal.h"
#include "core/model/architectures.h"
#include "core/plain/error.h"

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
    QVERIFY(errorOf(path("newer.jsonl")).contains("newer Cleave"));
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

QTEST_APPLESS_MAIN(cleave::TestRunJournal)
#include "test_app_run_journal.moc"
