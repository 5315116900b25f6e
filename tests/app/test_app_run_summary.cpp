// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "app/experiment/sample_set.h"
#include "app/runs/run_summary.h"
#include "tests/main/test_main.h"

namespace cleave {
namespace {

RequestRecord recordOf(std::uint64_t id, double totalMs, bool correct) {
  RequestRecord record;
  record.id = id;
  record.frame = static_cast<int>(id);
  record.startS = static_cast<double>(id) * 0.1;
  record.decision = {5, 4, 8};
  record.targetMs = 50;
  record.totalMs = totalMs;
  record.prediction = 1;
  record.label = correct ? 1 : 2;
  return record;
}

}  // namespace

class TestRunSummary : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void wilsonKnownValues() {
    // Newcombe, Statistics in Medicine 17 (1998), table I: 81 of 263 gives 0.2553 to 0.3662 by the score method.
    const Proportion p = wilson(81, 263);
    QVERIFY(qAbs(p.low - 0.2553) < 5e-5);
    QVERIFY(qAbs(p.high - 0.3662) < 5e-5);
    const Proportion none = wilson(0, 20);  // same table: 0.0000 to 0.1611
    QCOMPARE(none.low, 0.0);
    QVERIFY(wilson(0, 300).low == 0.0);
    QVERIFY(wilson(300, 300).high == 1.0);
    QVERIFY(qAbs(none.high - 0.1611) < 5e-5);
  }
  void emptyRun() {
    const RunSummary summary = summarise({});
    QCOMPARE(summary.requests, 0U);
    QVERIFY(!toText(summary).empty());
  }
  void figures() {
    std::vector<RequestRecord> records;
    for (std::uint64_t i = 0; i < 100; ++i) records.push_back(recordOf(i, static_cast<double>(i + 1), i % 4 != 0));
    const RunSummary summary = summarise(records);
    QCOMPARE(summary.completed, 100U);
    QCOMPARE(summary.accuracy.value, 0.75);
    QCOMPARE(summary.violations.value, 0.50);
    QCOMPARE(summary.p50Ms, 50.0);
    QCOMPARE(summary.p95Ms, 95.0);
    QCOMPARE(summary.p99Ms, 99.0);
    QVERIFY(qAbs(summary.meanMs - 50.5) < 1e-9);
    QVERIFY(qAbs(summary.requestsPerSecond - 10) < 0.1);
  }
  void failedRequestsViolateTheTargetAndHaveNoLatency() {
    std::vector<RequestRecord> records{recordOf(0, 10, true), recordOf(1, 0, true)};
    records[1].outcome = Outcome::Failed;
    const RunSummary summary = summarise(records);
    QCOMPARE(summary.failed, 1U);
    QCOMPARE(summary.meanMs, 10.0);
    QCOMPARE(summary.accuracy.value, 0.5);
    QCOMPARE(summary.violations.value, 0.5);
  }
  // 40 frames five times over know no more of the network than 40 frames.
  void repeatedFramesMakeAccuracyNoMoreCertain() {
    std::vector<RequestRecord> once;
    std::vector<RequestRecord> again;
    for (std::uint64_t i = 0; i < 200; ++i) {
      again.push_back(recordOf(i, static_cast<double>(i + 1), i % 40 < 30));
      again.back().frame = static_cast<int>(i % 40);
      if (i < 40) once.push_back(again.back());
    }
    const RunSummary summary = summarise(again);
    QCOMPARE(summary.requests, 200U);
    QCOMPARE(summary.frames, 40U);
    QCOMPARE(summary.accuracy.value, 0.75);
    QCOMPARE(summary.accuracy.low, summarise(once).accuracy.low);
    QCOMPARE(summary.accuracy.high, wilson(30, 40).high);
    QCOMPARE(summary.violations.low, wilson(150, 200).low);  // latencies are new each time
    QVERIFY(toText(summary).find("on 40 distinct images") != std::string::npos);
    QVERIFY(toJson(summary).find("\"frames\":40") != std::string::npos);
  }
  void differentFramesCountEach() {
    std::vector<RequestRecord> records;
    for (std::uint64_t i = 0; i < 50; ++i) records.push_back(recordOf(i, 10, i != 0));
    const Proportion expected = wilson(49, 50);
    QCOMPARE(summarise(records).accuracy.low, expected.low);
    QCOMPARE(summarise(records).accuracy.high, expected.high);
  }
  void theEndsOfAShareAreExact() {
    QCOMPARE(wilsonOfShare(1, 7).high, 1.0);
    QCOMPARE(wilsonOfShare(0, 7).low, 0.0);
    QCOMPARE(wilsonOfShare(0.5, 0).high, 1.0);  // of nothing: anything is possible
    QCOMPARE(wilsonOfShare(0.5, 0).value, 0.0);
  }
  void aRunTakesAnImageForEachRequest() {
    QCOMPARE(defaultSampleCount(0), 256);
    QCOMPARE(defaultSampleCount(1), 1);
    QCOMPARE(defaultSampleCount(500), 500);
    QCOMPARE(defaultSampleCount(1'000'000'000'000), 1024);
  }
  void decisionsByFrequency() {
    std::vector<RequestRecord> records;
    for (std::uint64_t i = 0; i < 5; ++i) records.push_back(recordOf(i, 10, true));
    records[4].decision = {1, 2, 4};
    const RunSummary summary = summarise(records);
    QCOMPARE(summary.decisions.size(), 2U);
    QCOMPARE(toText(summary.decisions[0].decision), std::string("5/4/8"));
    QCOMPARE(summary.decisions[0].requests, 4U);
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestRunSummary)
#include "test_app_run_summary.moc"
