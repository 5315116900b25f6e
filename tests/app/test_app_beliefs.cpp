// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>

#include "app/experiment/beliefs.h"
#include "tests/main/test_main.h"

namespace cleave {

class TestBeliefs : public QObject {
  Q_OBJECT

  static RequestRecord transfer(double mbps, double rttMs) {
    RequestRecord record;
    record.decision = {5, 2, 4};
    record.payloadBytes = 20'000;
    record.rttMs = rttMs;
    record.uplinkMs = 8e-3 * 20'000 / mbps + rttMs / 2;
    record.returnMs = rttMs / 2;
    return record;
  }

 private Q_SLOTS:
  void aTransferShowsTheLinkWithoutItsRoundTrip() {
    Beliefs beliefs;
    DecisionCost cost;
    QVERIFY(std::abs(beliefs.learn(transfer(10, 40), cost, 16.0, 1) - 10) < 1e-9);
  }
  void whatSendsNothingMeasuresNothing() {
    Beliefs beliefs;
    DecisionCost cost;
    cost.alone = true;
    RequestRecord alone;
    alone.layerMs = {1, 2};
    QVERIFY(std::isnan(beliefs.learn(alone, cost, {}, 1)));
    RequestRecord tiny = transfer(10, 40);
    tiny.payloadBytes = 10;
    cost.alone = false;
    QVERIFY(std::isnan(beliefs.learn(tiny, cost, 0.01, 2)));
  }
  void featuresThatCameInOnePieceMeasureNothing() {
    Beliefs beliefs;
    QVERIFY(std::isnan(beliefs.learn(transfer(10, 40), {}, {}, 1)));
    QVERIFY(std::isnan(beliefs.learn(transfer(10, 40), {}, 0.0, 2)));
  }
  void theEdgeIsDueWhenItHasDoneNothing() {
    Beliefs beliefs;
    beliefs.restart(5, 10);
    QVERIFY(!beliefs.edgeIsDue(10.1));
    QVERIFY(beliefs.edgeIsDue(10.3));
    beliefs.addEdgeReport(2, 10.3);
    QVERIFY(!beliefs.edgeIsDue(10.4));
    Observation seen;
    beliefs.fill(seen, 10.4);
    QCOMPARE(seen.edgeSlowdown, 2.0);
    QCOMPARE(seen.rttMs, 5.0);
  }
  void aTransferThatWasGivenUpShowsASlowLink() {
    Beliefs beliefs;
    RequestRecord record = transfer(10, 40);
    record.outcome = Outcome::Fallback;
    record.payloadBytes = 0;
    record.uplinkMs = 300;
    record.returnMs = record.rttMs = kUnknown;
    record.fallbackMs = 80;
    const double mbps = beliefs.learn(record, {}, {}, 1);
    QVERIFY2(mbps > 0 && mbps < 0.1, qPrintable(QString::number(mbps)));
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestBeliefs)
#include "test_app_beliefs.moc"
