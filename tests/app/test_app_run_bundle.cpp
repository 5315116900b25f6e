// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>
#include <map>

#include "app/runs/csv_text.h"
#include "app/runs/run_file.h"
#include "app/runs/run_journal.h"
#include "app/runs/zip_reader.h"
#include "app/runs/zip_writer.h"
#include "run_samples.h"
#include "tests/core/files.h"
#include "tests/core/sentence.h"
#include "tests/main/test_main.h"

namespace cleave {

class TestRunBundle : public QObject {
  Q_OBJECT

  const test::Folder folder_;

  static void writeJournal(const std::filesystem::path& file, const SavedRun& run) {
    RunJournal journal(file);
    journal.begin(run.header);
    for (const auto& change : run.changes) journal.add(change);
    for (std::size_t row = 0; row < run.table.size(); ++row) journal.add(run.table.record(row));
  }

 private Q_SLOTS:
  void comesBackToTheBit() {
    for (const std::uint64_t requests : {0U, 1U, 2U, 7000U}) {
      SavedRun run = test::anyRun(requests, requests);
      run.truncated = requests == 2;
      writeRunBundle(folder_ / "any.cleaverun", run);
      const SavedRun back = readRunBundle(folder_ / "any.cleaverun");
      QVERIFY(sameRun(run, back));
      for (std::size_t row = 0; row < std::min<std::size_t>(requests, 50); ++row) {
        const RequestRecord before = run.table.record(row);
        const RequestRecord after = back.table.record(row);
        QCOMPARE(after.error, before.error);
        QVERIFY(after.layerMs == before.layerMs);
        QVERIFY(after.totalMs == before.totalMs || (std::isnan(after.totalMs) && std::isnan(before.totalMs)));
        QCOMPARE(after.policy, before.policy);
      }
    }
    QVERIFY(!sameRun(test::anyRun(5, 1), test::anyRun(5, 2)));
  }
  void theManifestTellsWhatAListShows() {
    SavedRun run = test::anyRun(0);
    RequestRecord record;
    record.decision = {5, 0, 8};
    record.targetMs = 100;
    record.prediction = record.label = 3;
    record.totalMs = 99;
    run.table.add(record);
    record.id = 1;
    record.startS = 2;
    record.totalMs = 500;
    record.label = 4;
    record.outcome = Outcome::Fallback;
    run.table.add(record);
    writeRunBundle(folder_ / "list.cleaverun", run);
    const RunManifest manifest = readRunManifest(folder_ / "list.cleaverun");
    QCOMPARE(manifest.requests, std::uint64_t{2});
    QCOMPARE(manifest.completed, std::uint64_t{1});
    QCOMPARE(manifest.fallbacks, std::uint64_t{1});
    QCOMPARE(manifest.correct, std::uint64_t{1});
    QCOMPARE(manifest.violations, std::uint64_t{1});
    QCOMPARE(manifest.durationS, 2.5);
    QCOMPARE(manifest.policies.size(), std::size_t{2});
    QVERIFY(manifest.header.network == run.header.network);
    QCOMPARE(describeRun(folder_ / "list.cleaverun").requests, std::uint64_t{2});
  }
  // For pandas: names with units, one line each, quoted as RFC 4180 says.
  void theFilesAreForPeople() {
    SavedRun run = test::anyRun(0);
    RequestRecord record;
    record.decision = {1, 1, 4};
    record.layerMs = {1.5F, 0.25F};
    record.policy = 0;
    record.outcome = Outcome::Failed;
    record.error = "It said \"no\".";
    run.table.add(record);
    writeRunBundle(folder_ / "people.cleaverun", run);
    ZipReader zip(folder_ / "people.cleaverun");
    const std::string requests = zip.text("requests.csv", 1 << 20);
    QVERIFY(requests.starts_with("id,exit,partition,bits,policy,outcome,start_s,frame,target_ms,"));
    QVERIFY(requests.find("\n0,1,1,4,\"greedy, safe\",failed,0,") != std::string::npos);
    QVERIFY(requests.ends_with(",\"It said \"\"no\"\".\"\n"));
    const std::string layers = zip.text("layers.csv", 1 << 20);
    QVERIFY(layers.starts_with("id,conv1_ms,pool1_ms,"));
    QVERIFY(layers.find("\n0,1.5,0.25,,") != std::string::npos);
    QVERIFY(!zip.has("decisions.csv"));  // nobody told
    QCOMPARE(zip.text("scenario.txt", 1 << 20), run.header.scenarioText);
    QVERIFY(
        zip.text("changes.csv", 1 << 20).starts_with("request,at_s,setting,value\n3,0.5,policy,\"sac-d:a \"\"b\"\","));
  }
  void aJournalBecomesABundle() {
    const SavedRun run = test::anyRun(600);
    const auto journal = folder_ / "run";
    writeJournal(journal, run);
    QVERIFY(sameRun(openRun(journal), run));
    const auto textOf = [&](const char* file) { return test::readText(journal / file); };
    const std::map<std::string, std::string> files{{"requests.csv", textOf("requests.csv")},
                                                   {"layers.csv", textOf("layers.csv")},
                                                   {"changes.csv", textOf("changes.csv")},
                                                   {"decisions.csv", textOf("decisions.csv")},
                                                   {"scenario.txt", textOf("scenario.txt")}};
    double last = 0;
    packJournal(journal, folder_ / "run.cleaverun", [&](double done) {
      QVERIFY(done >= last && done <= 1);
      last = done;
    });
    QVERIFY(last > 0.9);
    QVERIFY(!std::filesystem::exists(journal));
    QVERIFY(sameRun(openRun(folder_ / "run.cleaverun"), run));
    ZipReader zip(folder_ / "run.cleaverun");
    for (const auto& [name, text] : files) QVERIFY2(zip.text(name, 1 << 24) == text, name.c_str());
  }
  void aJournalWhoseBundleCannotBeWrittenStays() {
    const auto journal = folder_ / "kept";
    writeJournal(journal, test::anyRun(4));
    const auto say = test::refusal([&] { packJournal(journal, "/proc/no/run.cleaverun"); });
    QCOMPARE(test::faultIn(say, {"/proc/no/run.cleaverun cannot be written"}), QByteArray());
    QCOMPARE(openRun(journal).table.size(), std::size_t{4});
  }
  void aRequestOfAnotherNetworkIsRefused() {
    SavedRun run = test::anyRun(1);
    RequestRecord record;
    record.decision = {9, 0, 8};
    record.layerMs = {1};
    run.table.add(record);
    const auto journal = folder_ / "foreign";
    QCOMPARE(test::faultIn(test::refusal([&] { writeJournal(journal, run); }), {"no such path"}), QByteArray());
    QCOMPARE(openRun(journal).table.size(), std::size_t{1});
  }
  // Of the first version: one time of both ways on the link, and 0 where nothing was measured.
  void bundlesOfTheFirstVersionOpen() {
    SavedRun run = test::anyRun(0);
    RequestRecord record;
    record.decision = {1, 1, 4};
    record.layerMs = {1.5F, 0.25F};
    record.queueMs = 0;
    record.uplinkMs = 20;
    record.returnMs = 2;
    record.bandwidthMbps = record.rttMs = record.tcpRttMs = record.estimateMbps = 0;
    record.totalMs = 23.75;
    run.table.add(record);
    writeRunBundle(folder_ / "new.cleaverun", run);
    std::map<std::string, std::string> members;
    {
      ZipReader zip(folder_ / "new.cleaverun");
      for (const char* name : {"manifest.json", "requests.csv", "layers.csv", "changes.csv", "scenario.txt"}) {
        members[name] = zip.text(name, 1 << 20);
      }
    }
    members["manifest.json"] = test::replaced(members["manifest.json"], "\"version\": 2", "\"version\": 1");
    members["requests.csv"] = test::replaced(members["requests.csv"], ",uplink_ms,", ",transmit_ms,");
    for (const char* later : {",stall_ms,", ",edge_queue_ms,", ",device,", ",link_epoch,"}) {
      members["requests.csv"] = test::replaced(members["requests.csv"], later, ",unheard_of,");
    }
    ZipWriter zip(folder_ / "old.cleaverun");
    for (const auto& [name, text] : members) zip.add(name, text);
    zip.finish();
    const RequestRecord back = openRun(folder_ / "old.cleaverun").table.record(0);
    QCOMPARE(back.uplinkMs, 20.0);
    QCOMPARE(back.linkMs(), 22.0);
    QCOMPARE(back.queueMs, 0.0);
    QCOMPARE(back.linkEpoch, std::uint64_t{0});
    for (const double value : {back.bandwidthMbps, back.rttMs, back.tcpRttMs, back.estimateMbps, back.stallMs}) {
      QVERIFY(std::isnan(value));
    }
  }
  void aStopLeavesNothingHalf() {
    const test::Folder empty;
    std::stop_source stop;
    stop.request_stop();
    const SavedRun run = test::anyRun(3000);
    QVERIFY_EXCEPTION_THROWN(writeRunBundle(empty / "x.cleaverun", run, {}, stop.get_token()), Cancelled);
    QCOMPARE(empty.entries(), 0);
    writeRunBundle(empty / "x.cleaverun", run);
    QCOMPARE(empty.entries(), 1);
    QVERIFY_EXCEPTION_THROWN(readRunBundle(empty / "x.cleaverun", {}, stop.get_token()), Cancelled);
    QCOMPARE(test::faultIn(test::refusal([&] { writeRunBundle("/proc/no/run.cleaverun", run); }),
                           {"/proc/no/run.cleaverun cannot be written"}),
             QByteArray());
  }
  void numbersComeBackFromText() {
    SplitMix random(3, 0);
    for (int i = 0; i < 200'000; ++i) {
      // Short decimals, which have a way of their own, and any bits at all.
      const double value = i % 2 == 0 ? std::round(1e6 * test::wild(random)) / 1e6 : test::wild(random);
      const double small = std::abs(value) < 1e38 ? value : 0.5;
      const auto narrow = static_cast<float>(i % 4 == 0 ? std::round(1e3 * small) / 1e3 : small);
      for (const double sign : {1.0, -1.0}) {
        std::string text;
        csv::appendNumber(text, sign * value);
        text += ',';
        double back = 0;
        QVERIFY(csv::readNumber(text.data(), text.data() + text.size(), back) == text.data() + text.size() - 1);
        QVERIFY2(back == sign * value, text.c_str());
      }
      std::string text;
      csv::appendNumber(text, narrow);
      text += '\n';
      float back = 0;
      QVERIFY(csv::readNumber(text.data(), text.data() + text.size(), back) == text.data() + text.size() - 1);
      QVERIFY2(back == narrow, text.c_str());
    }
    for (const std::string text : {"x,", "-,", ".,", "--1,"}) {
      double back = 0;
      QVERIFY2(csv::readNumber(text.data(), text.data() + text.size(), back) == nullptr, text.c_str());
    }
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestRunBundle)
#include "test_app_run_bundle.moc"
