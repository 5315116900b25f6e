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
    QCOMPARE(summary.p50Ms, 50.5);
    QCOMPARE(summary.p95Ms, 95.05);
    QCOMPARE(summary.p99Ms, 99.01);
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
    const Proportion first = summarise(once).accuracy;
    QVERIFY(summary.accuracy.low <= first.low && summary.accuracy.low > first.low - 0.02);
    QVERIFY(summary.accuracy.high >= first.high && summary.accuracy.high < first.high + 0.02);
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
  // The first half is late: ten blocks of requests that are alike, not a hundred independent ones.
  void lateRequestsInARowMakeViolationsLessCertain() {
    std::vector<RequestRecord> records;
    for (std::uint64_t i = 0; i < 100; ++i) records.push_back(recordOf(i, i < 50 ? 60 : 40, true));
    const Proportion late = summarise(records).violations;
    QCOMPARE(late.value, 0.5);
    QVERIFY(late.high - late.low > 2 * (wilson(50, 100).high - wilson(50, 100).low));
  }
  void whatWasNotMeasuredIsEmpty() {
    std::vector<RequestRecord> records{recordOf(0, 0, true)};
    records[0].outcome = Outcome::Failed;
    records[0].label = -1;
    records[0].targetMs = 0;
    const RunSummary summary = summarise(records);
    QVERIFY(toJson(summary).find("\"p95_ms\":null") != std::string::npos);
    QVERIFY(toJson(summary).find("\"mean_ms\":null") != std::string::npos);
    const std::string text = toText(summary);
    QVERIFY(text.find("no request has a label") != std::string::npos);
    QVERIFY(text.find("no request has a result") != std::string::npos);
    QVERIFY(text.find("no latency target was set") != std::string::npos);
    QVERIFY(text.find("nan") == std::string::npos);
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
