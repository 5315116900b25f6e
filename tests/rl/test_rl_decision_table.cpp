// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <algorithm>

#include "core/types/fast_random.h"
#include "rl/predict/reward.h"
#include "tests/main/test_main.h"
#include "tests/rl/alexnet_table.h"

namespace cleave {

class TestDecisionTable : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void predictsTheSumOfTheTerms() {
    const auto table = test::alexnetTable(3, 1);
    const DecisionCost& cost = table->at(table->space().indexOf({5, 4, 4}).value());
    Observation observation;
    observation.rttMs = 2;
    observation.waitedMs = 7;
    observation.deviceSlowdown = 2;
    observation.edgeSlowdown = 3;
    // 4 layers on the device, 7 on the edge, pool2's 192 x 13 x 13 values at 4 bits = 16,224 bytes at 1 byte/us.
    QVERIFY(qAbs(predictMs(cost, observation, 8) - (7 + 4 * 3 * 2 + 7 * 1 * 3 + 16.224 + 2)) < 1e-6);
    QVERIFY(predictMs(cost, observation, 0) > 8e-3 * 16'224);  // an unknown bandwidth is taken as slow
  }
  void whatWasNotMeasuredIsNotKnown() {
    const auto table = test::alexnetTable(3, 1, false);
    QVERIFY(!table->at(table->space().indexOf({5, 4, 4}).value()).known);
    QVERIFY(table->at(table->space().indexOf({5, 4, 8}).value()).known);
    for (const DecisionCost& cost : table->all()) QVERIFY(cost.known || !cost.useful);
  }
  // Whatever the link and the loads, a useful decision is as good as the best of all.
  void uselessDecisionsAreNeverMissed() {
    const auto table = test::alexnetTable();
    int useful = 0;
    for (const DecisionCost& cost : table->all()) useful += cost.useful ? 1 : 0;
    QVERIFY2(useful > 10 && useful < 160, qPrintable(QString::number(useful)));
    FastRandom random(5, 0);
    const Reward reward;
    for (int i = 0; i < 500; ++i) {
      Observation observation;
      observation.targetMs = 20 + 200 * random.uniform();
      observation.deviceSlowdown = 1 + 3 * random.uniform();
      observation.edgeSlowdown = 1 + 3 * random.uniform();
      const double mbps = std::pow(10, 4 * random.uniform() - 1);
      double best = -10;
      double bestUseful = -10;
      for (const DecisionCost& cost : table->all()) {
        const double one = reward(cost.accuracy, predictMs(cost, observation, mbps), observation.targetMs);
        best = std::max(best, one);
        if (cost.useful) bestUseful = std::max(bestUseful, one);
      }
      QCOMPARE(bestUseful, best);
    }
  }
  void deviceOnlyIsTheWholeNetwork() {
    const auto table = test::alexnetTable();
    QCOMPARE(toText(table->at(table->deviceOnly()).decision), std::string("5/11/32"));
    QVERIFY(table->at(table->deviceOnly()).alone);
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestDecisionTable)
#include "test_rl_decision_table.moc"
