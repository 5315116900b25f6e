// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <set>

#include "core/model/architectures.h"
#include "core/plain/error.h"
#include "rl/policy.h"

namespace cleave {

class TestPolicies : public QObject {
  Q_OBJECT

  NetworkDescription network_ = loadArchitecture("alexnet", 10);
  DecisionSpace space_{network_};
  std::vector<ExitAccuracy> exits_{{80, 100}, {85, 100}, {88, 100}, {90, 100}, {93, 100}};
  AccuracyTable accuracy_{space_, exits_, {}};
  LatencyModel latency_{network_};

  [[nodiscard]] std::unique_ptr<Policy> make(const std::string& text) const {
    return makePolicy(text, {space_, latency_, accuracy_, 7});
  }
  static Observation observationOf(double mbps, double targetMs) {
    Observation observation;
    observation.bandwidthMeanMbps = mbps;
    observation.targetMs = targetMs;
    return observation;
  }

 private Q_SLOTS:
  void initTestCase() {  // a device at 10 ms a layer, an edge at 1 ms
    for (int exit = 1; exit <= 5; ++exit) {
      const int length = network_.pathLength(exit);
      RequestRecord record;
      record.layerMs.assign(static_cast<std::size_t>(length), 10.0F);
      record.decision = {exit, length, 32};
      latency_.learn(record);
      record.layerMs.assign(static_cast<std::size_t>(length), 1.0F);
      record.decision = {exit, 0, 8};
      latency_.learn(record);
    }
  }
  void namedPolicies() {
    QCOMPARE(toText(make("device-only")->decide({})), std::string("5/11/32"));
    QCOMPARE(toText(make("edge-only")->decide({})), std::string("5/0/8"));
    QCOMPARE(toText(make("fixed:3/4/2")->decide({})), std::string("3/4/2"));
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
      const Decision decision = a->decide({});
      QVERIFY(decision == b->decide({}));
      seen.insert(space_.indexOf(decision).value());
    }
    QCOMPARE(static_cast<int>(seen.size()), space_.size());
  }
  void greedyOnAFastLinkLeavesAllToTheEdge() {
    const Decision decision = make("greedy")->decide(observationOf(10'000, 100));
    QCOMPARE(decision.exit, 5);
    QCOMPARE(decision.partition, 0);
  }
  void greedyOnADeadLinkStaysOnTheDevice() {
    const Decision decision = make("greedy")->decide(observationOf(0.01, 1000));
    QCOMPARE(toText(decision), std::string("5/11/32"));  // 110 ms is within the target
  }
  void greedyTakesAnEarlierExitUnderATightTarget() {
    const Decision decision = make("greedy")->decide(observationOf(0.01, 60));
    QCOMPARE(decision.exit, 1);  // 5 layers: 50 ms
    QCOMPARE(decision.partition, 5);
  }
  void greedyWithoutAFeasibleDecisionIsLeastLate() {
    const Decision decision = make("greedy")->decide(observationOf(0.01, 40));
    QCOMPARE(decision.exit, 1);  // 82 ms with its scores' 40 bytes; all others are over 100
  }
  void greedyNeverUsesAnUnmeasuredAccuracy() {
    for (double mbps = 0.05; mbps < 2000; mbps *= 1.7) {
      for (const double target : {20.0, 60.0, 120.0}) {
        QVERIFY(make("greedy")->decide(observationOf(mbps, target)).bits >= 8);
      }
    }
  }
  void greedyLooksAtTheLinkAgainAfterAWhile() {
    auto observation = observationOf(0.01, 1000);
    observation.requestsSinceTransfer = 1000;
    const Decision decision = make("greedy")->decide(observation);
    QVERIFY(decision.partition < space_.pathLength(decision.exit));
    QVERIFY(latency_.payloadBytes(decision) >= 512);  // enough to tell the bandwidth
  }
  void aMeasuredTableShiftsExitsByThePairedLoss() {
    std::vector<DecisionMeasurement> table(static_cast<std::size_t>(space_.size()), {90, 100, 0, 0});
    const int lossy = space_.indexOf({5, 4, 2}).value();
    table[static_cast<std::size_t>(lossy)].correct = 85;
    const AccuracyTable accuracy(space_, exits_, table);
    QVERIFY(qAbs(*accuracy.at(lossy) - 0.88) < 1e-12);  // 0.93 of the exit, less 5 points lost on the same images
  }
};

}  // namespace cleave

QTEST_APPLESS_MAIN(cleave::TestPolicies)
#include "test_rl_policies.moc"
