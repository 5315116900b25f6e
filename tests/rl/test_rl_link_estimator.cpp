// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "rl/observe/link_estimator.h"
#include "tests/main/test_main.h"

namespace cleave {

class TestLinkEstimator : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void bandwidthLeavesTheRoundTripOut() {
    // 125,000 bytes = 1 Mbit in 110 ms, of which 10 ms are propagation: 10 Mbit/s.
    QCOMPARE(LinkEstimator::bandwidthOf(125'000, 110, 10), 10.0);
  }
  void smallTransfersTellNothing() {
    QCOMPARE(LinkEstimator::bandwidthOf(40, 1, 0.1), 0.0);
    LinkEstimator estimator;
    estimator.add(40, 1, 0.1, 1);
    Observation observation;
    estimator.fill(observation, 1);
    QCOMPARE(observation.bandwidthMeanMbps, 0.0);
    QCOMPARE(observation.requestsSinceTransfer, 1);
  }
  void aTransferFasterThanItsRoundTripStaysFinite() {
    const double mbps = LinkEstimator::bandwidthOf(10'000, 0.05, 0.2);
    QVERIFY(mbps > 0 && mbps <= 10'000);
  }
  void aRoundTripThatHiccupsDoesNotInflateTheLink() {
    LinkEstimator estimator;
    double now = 0;
    for (int i = 0; i < 10; ++i) estimator.add(12'500, 11, 1, now += 0.1);  // 10 Mbit/s
    estimator.add(12'500, 11, 10.99, now += 0.1);                           // the acknowledgement was held up
    Observation observation;
    estimator.fill(observation, now);
    QVERIFY2(observation.bandwidthMeanMbps < 11, qPrintable(QString::number(observation.bandwidthMeanMbps)));
  }
  // Nobody answers a transfer that is given up, so it has no round trip; the link was slow, not near.
  void aTransferGivenUpLeavesTheRoundTripAlone() {
    LinkEstimator estimator;
    estimator.add(12'500, 20, 10, 1);
    estimator.add(1000, 200, 0, 2);
    Observation observation;
    estimator.fill(observation, 2);
    QCOMPARE(observation.rttMs, 10.0);
    QVERIFY(observation.bandwidthShortMbps < 1);
  }
  // 1000 bytes in 10.5 ms, 10 of which are propagation: between 4 Mbit/s and infinity.
  void aTransferWithinTheRoundTripShowsABound() {
    LinkEstimator estimator;
    Observation observation;
    QCOMPARE(estimator.add(1000, 10.5, 10, 1), 0.0);
    estimator.fill(observation, 1);
    QCOMPARE(observation.bandwidthMeanMbps, 4.0);
    LinkEstimator fast;
    fast.add(125'000, 20, 10, 0.5);  // 100 Mbit/s
    fast.add(40, 10, 10, 0.8);
    QCOMPARE(fast.add(1000, 10.5, 10, 1), 0.0);
    fast.fill(observation, 1);
    QCOMPARE(observation.bandwidthMeanMbps, 100.0);
    QCOMPARE(observation.requestsSinceTransfer, 0);
    QCOMPARE(observation.sinceTransferS, 0.0);
  }
  void followsASteadyLinkExactly() {
    LinkEstimator estimator;
    double now = 0;
    for (int i = 0; i < 20; ++i) estimator.add(125'000, 50, 0, now += 0.1);
    Observation observation;
    estimator.fill(observation, now);
    QVERIFY(qAbs(observation.bandwidthMeanMbps - 20) < 1e-9);
    QCOMPARE(observation.bandwidthLastMbps, 20.0);
    QVERIFY(observation.bandwidthSpreadMbps < 1e-6);
  }
  void forgetsAnOldRate() {
    LinkEstimator estimator;
    double now = 0;
    for (int i = 0; i < 20; ++i) estimator.add(125'000, 10, 0, now += 0.01);  // 100 Mbit/s
    for (int i = 0; i < 12; ++i) estimator.add(125'000, 1000, 0, now += 1);   // 1 Mbit/s
    Observation observation;
    estimator.fill(observation, now);
    QVERIFY2(observation.bandwidthMeanMbps < 1.1, qPrintable(QString::number(observation.bandwidthMeanMbps)));
  }
  void meanWeightsTransfersByTimeOnTheLink() {
    LinkEstimator estimator;
    double now = 0;
    estimator.add(125'000, 100, 0, now += 0.1);  // 10 Mbit/s
    estimator.add(125'000, 10, 0, now += 0.1);   // 100 Mbit/s
    Observation observation;
    estimator.fill(observation, now);
    QVERIFY(observation.bandwidthMeanMbps < 55);  // a plain mean would say 55
    QVERIFY(observation.bandwidthMeanMbps > 10);
    QVERIFY(observation.bandwidthSpreadMbps > 0);
  }
  void shortWindowsForgetSooner() {
    LinkEstimator estimator;
    double now = 0;
    for (int i = 0; i < 50; ++i) estimator.add(125'000, 10, 0, now += 0.1);  // 100 Mbit/s
    for (int i = 0; i < 4; ++i) estimator.add(125'000, 100, 0, now += 0.1);  // 10 Mbit/s
    Observation observation;
    estimator.fill(observation, now);
    QVERIFY(observation.bandwidthShortMbps < observation.bandwidthMeanMbps);
    QVERIFY(observation.bandwidthMeanMbps < observation.bandwidthLongMbps);
    QVERIFY(observation.bandwidthShortMbps < 13);
    const double pessimistic = pessimisticMbps(observation);
    QVERIFY(pessimistic > 0 && pessimistic < observation.bandwidthShortMbps);
  }
  void tellsHowStaleItIs() {
    LinkEstimator estimator;
    estimator.add(125'000, 10, 0, 5);
    estimator.add(40, 1, 0, 6);
    Observation observation;
    estimator.fill(observation, 7.5);
    QCOMPARE(observation.sinceTransferS, 2.5);
    QCOMPARE(observation.requestsSinceTransfer, 1);
    QCOMPARE(observation.bandwidthMeanMbps, 100.0);
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestLinkEstimator)
#include "test_rl_link_estimator.moc"
