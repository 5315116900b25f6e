// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "app/experiment/run_summary.h"

namespace cleave {
namespace {

RequestRecord recordOf(std::uint64_t id, double totalMs, bool correct) {
  RequestRecord record;
  record.id = id;
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

QTEST_APPLESS_MAIN(cleave::TestRunSummary)
#include "test_app_run_summary.moc"
