// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <filesystem>

#include "app/runs/run_file.h"
#include "app/runs/run_journal.h"
#include "core/model/architectures.h"
#include "core/types/error.h"
#include "tests/core/files.h"
#include "tests/core/sentence.h"
#include "tests/main/test_main.h"

namespace cleave {

namespace fs = std::filesystem;

class TestRunJournal : public QObject {
  Q_OBJECT

  const test::Folder folder_;

  static RunHeader header() {
    RunHeader header;
    header.model = "m";
    header.policy = "greedy";
    header.seed = 3;
    header.deviceMachine = "board";
    header.emulated = "raspberrypi4";
    header.network = loadArchitecture("alexnet", 10);
    header.scenario = "quick";
    header.scenarioText = "name = quick\nlink = constant\n";
    return header;
  }
  static RequestRecord record(std::uint64_t id) {
    RequestRecord record;
    record.id = id;
    record.decision = {5, 4, 8};
    record.policy = 0;
    record.layerMs = {1.5F, 2.25F};
    record.totalMs = 3.75;
    return record;
  }
  [[nodiscard]] fs::path recorded(const char* name, std::uint64_t requests) const {
    RunJournal journal(folder_ / name);
    journal.begin(header());
    for (std::uint64_t id = 0; id < requests; ++id) journal.add(record(id));
    return folder_ / name;
  }
  static void shorten(const fs::path& file, std::uintmax_t by) { fs::resize_file(file, fs::file_size(file) - by); }

 private Q_SLOTS:
  void roundTrip() {
    const SavedRun run = openRun(recorded("run", 3));
    QVERIFY(run.header.network == header().network);
    QCOMPARE(run.header.policy, std::string("greedy"));
    QCOMPARE(run.header.deviceMachine, std::string("board"));
    QCOMPARE(run.header.emulated, std::string("raspberrypi4"));
    QCOMPARE(run.header.scenarioText, header().scenarioText);
    QCOMPARE(run.table.size(), std::size_t{3});
    QCOMPARE(run.table.id[2], std::uint64_t{2});
    QVERIFY(run.table.record(1).layerMs == record(1).layerMs);
    QVERIFY(!run.truncated);
    QVERIFY(sameRun(openRun(folder_ / "run" / "run.json"), run));  // as a dialog for files opens it
    QCOMPARE(describeRun(folder_ / "run").header.policy, std::string("greedy"));
  }
  void everyRecordIsOnDiskAtOnce() {
    RunJournal journal(folder_ / "live");
    journal.begin(header());
    journal.add(record(0));
    QCOMPARE(openRun(folder_ / "live").table.size(), std::size_t{1});  // the journal is still open
  }
  // Layers, what the decision was made from, and then the request: a kill may come between any two of them, and
  // within each.
  void opensUpToTheLastWholeRecord_data() {
    QTest::addColumn<int>("requests");
    QTest::addColumn<int>("layers");
    QTest::addColumn<int>("decisions");
    QTest::newRow("within the request's row") << 5 << 0 << 0;
    QTest::newRow("before its newline") << 1 << 0 << 0;
    QTest::newRow("within the layers' row") << 1 << 5 << 0;
    QTest::newRow("within the decision's row") << 1 << 0 << 3;
  }
  void opensUpToTheLastWholeRecord() {
    QFETCH(int, requests);
    QFETCH(int, layers);
    QFETCH(int, decisions);
    const fs::path run = recorded(QTest::currentDataTag(), 3);
    shorten(run / "requests.csv", static_cast<std::uintmax_t>(requests));
    shorten(run / "layers.csv", static_cast<std::uintmax_t>(layers));
    shorten(run / "decisions.csv", static_cast<std::uintmax_t>(decisions));
    const SavedRun cut = openRun(run);
    QCOMPARE(cut.table.size(), std::size_t{2});
    QVERIFY(cut.truncated);
    packJournal(run, folder_ / "packed.cleaverun");
    QVERIFY(sameRun(openRun(folder_ / "packed.cleaverun"), cut));
    QVERIFY(!fs::exists(run));
  }
  void rowsThatTheDiskLostAreLeftOut() {
    const fs::path run = recorded("lost", 3);
    shorten(run / "layers.csv", 5);  // the request's own row is there
    const SavedRun cut = openRun(run);
    QCOMPARE(cut.table.size(), std::size_t{2});
    QVERIFY(cut.truncated);
    packJournal(run, folder_ / "lost.cleaverun");
    QVERIFY(sameRun(openRun(folder_ / "lost.cleaverun"), cut));
  }
  void changesAreKept() {
    const RunChange change{1, 0.25, "policy", "sac-d:my \"file\",\nwith a line"};
    const fs::path place = folder_ / "changed";
    {
      RunJournal journal(place);
      journal.begin(header());
      journal.add(record(0));
      journal.add(change);
      RequestRecord other = record(1);
      other.policy = 1;
      journal.add(other);
      journal.add(RunChange{1, 0.25, "scenario", "a\nb\n"});
    }
    const SavedRun run = openRun(place);
    QCOMPARE(run.table.size(), std::size_t{2});
    QCOMPARE(run.changes.size(), std::size_t{2});
    QVERIFY(run.changes[0] == change);
    QVERIFY(run.policies() == (std::vector<std::string>{"greedy", change.value}));
    QCOMPARE(run.table.policy[1], 1);
    for (const std::uintmax_t lost : {1U, 1U, 3U}) {  // killed within a change: the records are whole
      shorten(place / "changes.csv", lost);
      const SavedRun cut = openRun(place);
      QCOMPARE(cut.table.size(), std::size_t{2});
      QCOMPARE(cut.changes.size(), std::size_t{1});
      QVERIFY(cut.truncated);
    }
  }
  void whatADecisionWasMadeFromIsKept() {
    {
      RunJournal journal(folder_ / "decided");
      journal.begin(header());
      DecisionContext context;
      context.seen.targetMs = 80;
      context.seen.bandwidthMeanMbps = 0.1;
      context.seen.queueLength = 2;
      context.allowed.assign(6, true);
      context.probability = 0.25;
      journal.add(record(0), &context);
      context.allowed = {true, false, false, true, false, true};
      journal.add(record(1), &context);
      journal.add(record(2));
    }
    const QByteArrayList lines =
        QByteArray::fromStdString(test::readText(folder_ / "decided" / "decisions.csv")).split('\n');
    QVERIFY2(lines[0].startsWith("id,target_ms,waited_ms,bandwidth_short_mbps,bandwidth_mean_mbps,"), lines[0]);
    QVERIFY2(lines[0].endsWith(",queue_length,allowed,probability"), lines[0]);
    QVERIFY2(lines[1].startsWith("0,80,0,0,0.1,") && lines[1].endsWith(",2,all,0.25"), lines[1]);
    QVERIFY2(lines[2].endsWith(",2,92,0.25"), lines[2]);  // 1001, 01: the first of four is the lowest bit
    QVERIFY2(lines[3].startsWith("2,") && lines[3].endsWith(",,"), lines[3]);
  }
  void onlyOneRunRecordsToAFolder() {
    const fs::path place = folder_ / "one";
    {
      RunJournal journal(place);
      journal.begin(header());
      QVERIFY(isBeingRecorded(place));
      QCOMPARE(test::faultIn(test::refusal([&] { RunJournal second(place); }), {"one is in use by another run"}),
               QByteArray());
    }
    QVERIFY(!isBeingRecorded(place));
    QVERIFY(!isBeingRecorded(folder_ / "missing"));
  }
  void aReadingCanBeStopped() {
    const fs::path run = recorded("long", 100);
    std::stop_source stop;
    stop.request_stop();
    QVERIFY_EXCEPTION_THROWN(openRun(run, {}, stop.get_token()), Cancelled);
  }
  void aRunThatNeverBeginsLeavesTheEarlierOneAndNothingElse() {
    const fs::path earlier = recorded("kept", 1);
    { const RunJournal unused(earlier); }
    QCOMPARE(openRun(earlier).table.size(), std::size_t{1});
    {
      const RunJournal unused(folder_ / "never" / "was");
      QVERIFY(neverBegan(folder_ / "never" / "was"));
    }
    QVERIFY(!fs::exists(folder_ / "never" / "was"));
  }
  void aNewRunReplacesTheOldOneInItsFolder() {
    const fs::path place = recorded("again", 9);
    RunHeader plain = header();
    plain.scenario = plain.scenarioText = "";
    {
      RunJournal journal(place);
      journal.begin(plain);
      journal.add(record(0));
    }
    const SavedRun run = openRun(place);
    QCOMPARE(run.table.size(), std::size_t{1});
    QVERIFY(run.header.scenarioText.empty() && !run.truncated);
  }
  void whatIsNotARunStays() {
    const fs::path mine = folder_ / "mine";
    fs::create_directories(mine);
    test::writeText(mine / "thesis.txt", "words");
    QCOMPARE(test::faultIn(test::refusal([&] { RunJournal journal(mine); }), {"mine holds other files than a run's"}),
             QByteArray());
    QCOMPARE(test::faultIn(test::refusal([&] { RunJournal journal(mine / "thesis.txt"); }),
                           {"thesis.txt is a file, but a run is recorded to a folder"}),
             QByteArray());
    // A run that is packed leaves a file of the user's in its folder.
    const fs::path run = recorded("noted", 1);
    test::writeText(run / "note.txt", "words");
    packJournal(run, folder_ / "noted.cleaverun");
    QCOMPARE(test::readText(run / "note.txt"), std::string("words"));
    QVERIFY(!fs::exists(run / "requests.csv"));
  }
  void damageInTheMiddleIsAnError() {
    const fs::path run = recorded("bad", 3);
    std::string rows = test::readText(run / "requests.csv");
    test::writeText(run / "requests.csv", test::replaced(rows, "\n1,", "\none,"));
    QCOMPARE(test::faultIn(test::refusal([&] { openRun(run); }), {"bad/requests.csv, line 3, is damaged"}),
             QByteArray());
  }
  void timesThatCannotBeAreRefused_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    for (const char* ms : {"1e305", "inf", "-1", "2e9"}) {
      QTest::addRow("total %s", ms) << "requests.csv"
                                    << ",3.75,"
                                    << "," + QString(ms) + ",";
      QTest::addRow("layer %s", ms) << "layers.csv"
                                    << ",2.25,"
                                    << "," + QString(ms) + ",";
    }
  }
  void timesThatCannotBeAreRefused() {
    QFETCH(QString, file);
    QFETCH(QString, from);
    QFETCH(QString, to);
    const fs::path run = recorded("wild", 2);
    const fs::path table = run / file.toStdString();
    test::writeText(table, test::replaced(test::readText(table), from.toStdString(), to.toStdString()));
    QCOMPARE(test::faultIn(test::refusal([&] { openRun(run); }), {file.toStdString() + ", line 2, is damaged"}),
             QByteArray());
  }
  void columnsThatAreNotKnownArePassedOverAndThoseThatAreNotThereStayEmpty() {
    const fs::path run = recorded("later", 1);
    test::writeText(run / "requests.csv", "id,colour,exit,partition,bits,outcome\n0,\"bl,ue\",5,4,8,completed\n");
    const RequestRecord back = openRun(run).table.record(0);
    QVERIFY(back.decision == record(0).decision && back.outcome == Outcome::Completed);
    QVERIFY(std::isnan(back.totalMs) && std::isnan(back.rttMs));
    QCOMPARE(back.policy, -1);
    QCOMPARE(back.label, -1);
  }
  void notARun() {
    QCOMPARE(test::faultIn(test::refusal([&] { openRun(folder_ / "missing"); }), {"cannot be opened"}), QByteArray());
    fs::create_directories(folder_ / "empty");
    QCOMPARE(test::faultIn(test::refusal([&] { openRun(folder_ / "empty"); }),
                           {"empty is not a recorded run: it does not contain run.json"}),
             QByteArray());
    const fs::path run = recorded("newer", 1);
    test::writeText(run / "run.json", R"({"format":"cleave-run","version":99})");
    QCOMPARE(test::faultIn(test::refusal([&] { openRun(run); }), {"newer version of Cleave"}), QByteArray());
  }
  void unwritable() {
    QCOMPARE(test::faultIn(test::refusal([] { const RunJournal journal("/proc/no/such/place"); }),
                           {"/proc/no/such/place cannot be written"}),
             QByteArray());
  }
  void aFullDiskIsToldWithItsPlace() {
    for (const char* file : {"requests.csv", "layers.csv", "changes.csv", "decisions.csv"}) {
      const fs::path place = folder_ / (std::string("full-") + file);
      fs::create_directories(place);
      test::writeText(place / "requests.csv", "");  // or the folder would be somebody's own
      fs::remove(place / file);
      fs::create_symlink("/dev/full", place / file);
      const auto record = [&] {
        RunJournal journal(place);
        journal.begin(header());
      };
      QCOMPARE(test::faultIn(test::refusal(record),
                             {(place / file).string() + " can no longer be written (No space left on device): free"}),
               QByteArray());
    }
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestRunJournal)
#include "test_app_run_journal.moc"
