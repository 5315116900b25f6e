// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <set>

#include "core/types/error.h"
#include "rl/policies/make_policy.h"
#include "rl/policies/policy.h"
#include "tests/main/test_main.h"
#include "tests/rl/alexnet_table.h"

namespace cleave {

class TestPolicies : public QObject {
  Q_OBJECT

  // A device at 10 ms a layer, an edge at 1 ms; accuracies known at 8 bits and more.
  std::shared_ptr<const DecisionTable> table_ = test::alexnetTable(10, 1, false);

  [[nodiscard]] std::unique_ptr<Policy> make(const std::string& text) const {
    return makePolicy(text, {*table_, {}, 7});
  }
  [[nodiscard]] Decision decide(const std::string& text, const Observation& observation) const {
    return table_->at(make(text)->decide(observation)).decision;
  }
  static Observation observationOf(double mbps, double targetMs) {
    Observation observation;
    observation.bandwidthMeanMbps = mbps;
    observation.targetMs = targetMs;
    return observation;
  }

 private Q_SLOTS:
  void namedPolicies() {
    QCOMPARE(toText(decide("device-only", {})), std::string("5/11/32"));
    QCOMPARE(toText(decide("edge-only", {})), std::string("5/0/8"));
    QCOMPARE(toText(decide("fixed:3/4/2", {})), std::string("3/4/2"));
  }
  void wrongTexts_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("says");
    QTest::newRow("unknown") << "psychic"
                             << "not a policy";
    QTest::newRow("empty") << ""
                           << "not a policy";
    QTest::newRow("form") << "fixed:5/4"
                          << "EXIT/PARTITION/BITS";
    QTest::newRow("partition") << "fixed:5/99/4"
                               << "partitions 0 to 11";
    QTest::newRow("exit") << "fixed:6/1/4"
                          << "exits 1 to 5";
  }
  void wrongTexts() {
    QFETCH(QString, text);
    QFETCH(QString, says);
    try {
      static_cast<void>(make(text.toStdString()));
      QFAIL("accepted");
    } catch (const UsageError& error) {
      QVERIFY2(QString::fromUtf8(error.what()).contains(says), error.what());
    }
  }
  void randomIsSeededAndReachesEverything() {
    const auto a = make("random");
    const auto b = make("random");
    std::set<int> seen;
    for (int i = 0; i < 5000; ++i) {
      const int decision = a->decide({});
      QCOMPARE(decision, b->decide({}));
      seen.insert(decision);
    }
    QCOMPARE(static_cast<int>(seen.size()), table_->size());
  }
  void greedyOnAFastLinkLeavesAllToTheEdge() {
    const Decision decision = decide("greedy", observationOf(10'000, 100));
    QCOMPARE(decision.exit, 5);
    QCOMPARE(decision.partition, 0);
  }
  void greedyOnADeadLinkStaysOnTheDevice() {
    const Decision decision = decide("greedy", observationOf(0.01, 1000));
    QCOMPARE(toText(decision), std::string("5/11/32"));  // 110 ms is within the target
  }
  void greedyTakesAnEarlierExitUnderATightTarget() {
    const Decision decision = decide("greedy", observationOf(0.01, 60));
    QCOMPARE(decision.exit, 1);  // 5 layers: 50 ms
    QCOMPARE(decision.partition, 5);
  }
  void greedyWithoutAFeasibleDecisionIsLeastLate() {
    const Decision decision = decide("greedy", observationOf(0.01, 40));
    QCOMPARE(decision.exit, 1);  // 82 ms with its scores' 40 bytes; all others are over 100
  }
  void greedyNeverUsesAnUnmeasuredAccuracy() {
    for (double mbps = 0.05; mbps < 2000; mbps *= 1.7) {
      for (const double target : {20.0, 60.0, 120.0}) {
        QVERIFY(decide("greedy", observationOf(mbps, target)).bits >= 8);
      }
    }
  }
  void greedyMindsLoadsAndWaiting() {
    auto observation = observationOf(0.01, 120);
    QCOMPARE(decide("greedy", observation).exit, 5);  // 110 ms on the device
    observation.deviceSlowdown = 1.5;
    QVERIFY(decide("greedy", observation).exit < 5);
    observation.deviceSlowdown = 1;
    observation.waitedMs = 50;
    QVERIFY(decide("greedy", observation).exit < 5);
  }
  void aMeasuredTableShiftsExitsByThePairedLoss() {
    const DecisionSpace& space = table_->space();
    std::vector<DecisionMeasurement> table(static_cast<std::size_t>(space.size()), {90, 100, 0, 0});
    const int lossy = space.indexOf({5, 4, 2}).value();
    table[static_cast<std::size_t>(lossy)].correct = 85;
    const std::vector<ExitAccuracy> exits{{80, 100}, {85, 100}, {88, 100}, {90, 100}, {93, 100}};
    const AccuracyTable accuracy(space, exits, table);
    QVERIFY(qAbs(*accuracy.at(lossy) - 0.88) < 1e-12);  // 0.93 of the exit, less 5 points lost on the same images
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestPolicies)
#include "test_rl_policies.moc"
