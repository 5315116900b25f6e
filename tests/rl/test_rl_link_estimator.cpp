// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "rl/observe/link_estimator.h"
#include "tests/main/test_main.h"

namespace cleave {
namespace {

Observation at(const LinkEstimator& estimator, double nowS) {
  Observation observation;
  estimator.fill(observation, nowS);
  return observation;
}

/// 12,500 bytes, 0.1 Mbit, at that rate, every tenth of a second. @returns when the last ended
double feed(LinkEstimator& estimator, double mbps, int count, double fromS) {
  for (int i = 0; i < count; ++i) estimator.transfer(12'500, 100 / mbps, fromS += 0.1);
  return fromS;
}

}  // namespace

class TestLinkEstimator : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aTransferShowsItsBytesOverItsTime() {
    LinkEstimator estimator;
    QCOMPARE(estimator.transfer(125'000, 100, 1), 10.0);
    QCOMPARE(at(estimator, 1).bandwidthMeanMbps, 10.0);
  }
  void smallTransfersTellNothing() {
    LinkEstimator estimator;
    QCOMPARE(estimator.transfer(40, 1, 1), 0.0);
    QCOMPARE(at(estimator, 1).bandwidthMeanMbps, 0.0);
  }
  // Head and body of a feature in one read of the socket: that the link gave at least so much.
  void whatIsTooQuickToMeasureShowsABound() {
    LinkEstimator estimator;
    QCOMPARE(estimator.transfer(10'000, 0, 1), 0.0);
    QCOMPARE(at(estimator, 1).bandwidthMeanMbps, 1600.0);  // 10,000 bytes in 0.05 ms
    QCOMPARE(estimator.transfer(1000, 0, 1.1), 0.0);       // which raises the estimate and never lowers it
    QCOMPARE(at(estimator, 1.1).bandwidthShortMbps, 1600.0);
    QCOMPARE(at(estimator, 1.1).sinceTransferS, 0.0);
  }
  void followsASteadyLinkExactly() {
    LinkEstimator estimator;
    const double nowS = feed(estimator, 20, 20, 0);
    const Observation observation = at(estimator, nowS);
    QVERIFY(qAbs(observation.bandwidthMeanMbps - 20) < 1e-9);
    QCOMPARE(observation.bandwidthLastMbps, 20.0);
    QVERIFY(observation.bandwidthSpreadMbps < 1e-6);
  }
  void oneOutlierMovesTheShortEstimateAlone() {
    LinkEstimator estimator;
    double nowS = feed(estimator, 20, 20, 0);
    nowS = feed(estimator, 1, 1, nowS);
    const Observation hit = at(estimator, nowS);
    QVERIFY(qAbs(hit.bandwidthMeanMbps - 20) < 1e-9);
    QVERIFY(qAbs(hit.bandwidthShortMbps - 1) < 1e-9);
    nowS = feed(estimator, 20, 2, nowS);
    QVERIFY(qAbs(at(estimator, nowS).bandwidthMeanMbps - 20) < 1e-9);
  }
  void twoInARowAreBelieved() {
    LinkEstimator estimator;
    double nowS = feed(estimator, 20, 20, 0);
    nowS = feed(estimator, 1, 2, nowS);
    QVERIFY(qAbs(at(estimator, nowS).bandwidthLongMbps - 1) < 1e-9);
    nowS = feed(estimator, 20, 1, nowS);
    QVERIFY(at(estimator, nowS).bandwidthMeanMbps < 2);
    nowS = feed(estimator, 20, 1, nowS);
    const Observation back = at(estimator, nowS);
    QVERIFY(qAbs(back.bandwidthLongMbps - 20) < 1e-9);  // and nothing is left of before
    QVERIFY(back.bandwidthSpreadMbps < 1e-6);
  }
  void oppositeOutliersDoNotConfirmEachOther() {
    LinkEstimator estimator;
    double nowS = feed(estimator, 20, 20, 0);
    nowS = feed(estimator, 1, 1, nowS);
    nowS = feed(estimator, 400, 1, nowS);
    QVERIFY(qAbs(at(estimator, nowS).bandwidthMeanMbps - 20) < 1e-9);
  }
  // A quarter of a second on the link is no hiccup of the machine.
  void oneVerySlowTransferIsBelieved() {
    LinkEstimator estimator;
    double nowS = feed(estimator, 20, 20, 0);
    estimator.transfer(12'500, 250, nowS += 0.3);
    QVERIFY(qAbs(at(estimator, nowS).bandwidthLongMbps - 0.4) < 1e-9);
  }
  void meanWeightsTransfersByTimeOnTheLink() {
    LinkEstimator estimator;
    double nowS = feed(estimator, 10, 1, 0);
    nowS = feed(estimator, 25, 1, nowS);
    const Observation observation = at(estimator, nowS);
    QVERIFY(observation.bandwidthMeanMbps < 17.5);  // a plain mean would say so
    QVERIFY(observation.bandwidthMeanMbps > 10);
    QVERIFY(observation.bandwidthSpreadMbps > 0);
  }
  void shortWindowsForgetSooner() {
    LinkEstimator estimator;
    double nowS = feed(estimator, 25, 50, 0);
    nowS = feed(estimator, 10, 4, nowS);
    const Observation observation = at(estimator, nowS);
    QVERIFY(observation.bandwidthShortMbps < observation.bandwidthMeanMbps);
    QVERIFY(observation.bandwidthMeanMbps < observation.bandwidthLongMbps);
    const double pessimistic = pessimisticMbps(observation);
    QVERIFY(pessimistic > 0 && pessimistic < observation.bandwidthShortMbps);
  }
  void aProbeThatDoesNotArriveBoundsTheLink() {
    LinkEstimator estimator;
    double nowS = feed(estimator, 20, 20, 0);
    estimator.roundTrip(10, nowS);
    estimator.probeSent(12'500, nowS);
    QCOMPARE(at(estimator, nowS + 0.01).bandwidthMeanMbps, at(estimator, nowS).bandwidthMeanMbps);
    const Observation late = at(estimator, nowS + 0.51);
    QVERIFY2(qAbs(late.bandwidthLongMbps - 0.2) < 1e-3, qPrintable(QString::number(late.bandwidthLongMbps)));
    estimator.probeEnded();
    QVERIFY(at(estimator, nowS + 0.51).bandwidthLongMbps > 19);
  }
  // A dead link: that transfers stopped is no reason to believe that it is as usual again.
  void nothingIsAsUsualWhileAProbeIsMissing() {
    LinkEstimator estimator;
    double nowS = feed(estimator, 20, 100, 0);
    estimator.probeSent(12'500, nowS);
    for (int i = 0; i < 2; ++i) estimator.transfer(512, 100, nowS += 0.2);  // given up
    QVERIFY(at(estimator, nowS + 5).bandwidthLongMbps < 0.05);
    estimator.probeEnded();
    QVERIFY(at(estimator, nowS + 5).bandwidthLongMbps > 1);
  }
  void roundTripsAreTheMedianOfThree() {
    LinkEstimator estimator;
    for (const double ms : {10.0, 10.0, 500.0}) estimator.roundTrip(ms, 1);
    QCOMPARE(at(estimator, 1).rttMs, 10.0);
    estimator.roundTrip(500, 1.2);
    QCOMPARE(at(estimator, 1.5).rttMs, 500.0);
    QVERIFY(qAbs(at(estimator, 1.5).rttAgeS - 0.3) < 1e-9);
  }
  void whatAgesMovesTowardsWhatIsUsual() {
    LinkEstimator estimator;
    double nowS = feed(estimator, 20, 600, 0);
    nowS = feed(estimator, 2, 3, nowS);
    QVERIFY(qAbs(at(estimator, nowS + 0.9).bandwidthMeanMbps - 2) < 1e-9);
    const Observation aged = at(estimator, nowS + 6);
    QVERIFY(aged.bandwidthMeanMbps > 10 && aged.bandwidthMeanMbps < 20);
    QVERIFY(qAbs(aged.sinceTransferS - 6) < 1e-9);
    QVERIFY(at(estimator, nowS + 60).bandwidthMeanMbps > 19);
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestLinkEstimator)
#include "test_rl_link_estimator.moc"
