// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <set>

#include "core/types/error.h"
#include "rl/evaluate/rollout.h"
#include "rl/policies/make_policy.h"
#include "rl/policies/policy.h"
#include "tests/main/test_main.h"
#include "tests/rl/alexnet_table.h"
#include "tests/rl/links.h"

namespace cleave {

class TestRules : public QObject {
  Q_OBJECT

  // A device at 10 ms a layer, an edge at 1 ms.
  std::shared_ptr<const DecisionTable> table_ = test::alexnetTable(10, 1);

  [[nodiscard]] std::unique_ptr<Policy> make(const std::string& text) const {
    return makePolicy(text, {*table_, {}, 7});
  }
  [[nodiscard]] const DecisionCost& decide(const std::string& text, const Observation& observation) const {
    return table_->at(make(text)->decide(observation));
  }
  static Observation observationOf(double mbps, double targetMs) {
    Observation observation;
    observation.bandwidthShortMbps = observation.bandwidthMeanMbps = observation.bandwidthLongMbps = mbps;
    observation.targetMs = targetMs;
    return observation;
  }

 private Q_SLOTS:
  void everyFormIsMadeAndAWrongTextListsThem() {
    QString said;
    try {
      static_cast<void>(make("psychic"));
    } catch (const UsageError& error) {
      said = QString::fromUtf8(error.what());
    }
    for (const auto& form : policyForms()) {
      QVERIFY2(said.contains(QString::fromStdString(form)), qPrintable(said));
      if (form != "fixed:E/P/B") QVERIFY(table_->at(make(form)->decide({})).known);
    }
  }
  void neurosurgeonRunsTheWholeNetworkUnquantized() {
    std::set<int> partitions;
    for (double mbps = 0.1; mbps < 5000; mbps *= 1.5) {
      const Decision decision = decide("neurosurgeon", observationOf(mbps, 30)).decision;
      QCOMPARE(decision.exit, 5);
      QCOMPARE(decision.bits, decision.partition == 0 ? 8 : 32);
      partitions.insert(decision.partition);
    }
    QVERIFY(partitions.contains(0));
    QVERIFY(partitions.contains(11));
    QVERIFY(partitions.size() >= 3);  // some cut in between pays as well
  }
  void neurosurgeonTakesTheFastestCut() {
    const Observation observation = observationOf(30, 100);
    const DecisionCost& chosen = decide("neurosurgeon", observation);
    for (int i = 0; i < table_->size(); ++i) {
      const DecisionCost& other = table_->at(i);
      if (other.decision.exit != 5 || other.decision.bits != (other.decision.partition == 0 ? 8 : 32)) continue;
      QVERIFY(predictMs(chosen, observation, 30) <= predictMs(other, observation, 30));
    }
  }

  void edgentTakesTheMostAccurateExitInTime() {
    for (const double target : {60.0, 90.0, 100.0, 200.0}) {
      const Observation observation = observationOf(0.5, target);
      const DecisionCost& chosen = decide("edgent", observation);
      QVERIFY(predictMs(chosen, observation, 0.5) <= target);
      for (int i = 0; i < table_->size(); ++i) {
        const DecisionCost& other = table_->at(i);
        const bool unquantized = other.decision.bits == (other.decision.partition == 0 ? 8 : 32);
        if (!unquantized || predictMs(other, observation, 0.5) > target) continue;
        QVERIFY2(other.accuracy <= chosen.accuracy, toText(other.decision).c_str());
      }
    }
    QCOMPARE(decide("edgent", observationOf(0.5, 60)).decision.exit, 1);
    QCOMPARE(decide("edgent", observationOf(0.5, 200)).decision.exit, 5);
  }
  void edgentWithoutATargetIsNeurosurgeon() {
    for (double mbps = 0.1; mbps < 5000; mbps *= 1.5) {
      const Observation observation = observationOf(mbps, 0);
      QCOMPARE(toText(decide("edgent", observation).decision), toText(decide("neurosurgeon", observation).decision));
    }
  }
  void edgentWithoutAFeasibleExitIsTheFastest() {
    const Observation observation = observationOf(1, 5);
    const DecisionCost& chosen = decide("edgent", observation);
    for (int i = 0; i < table_->size(); ++i) {
      const DecisionCost& other = table_->at(i);
      if (other.decision.bits != (other.decision.partition == 0 ? 8 : 32)) continue;
      QVERIFY(predictMs(chosen, observation, 1) <= predictMs(other, observation, 1));
    }
  }
  void greedyTakesTheBestPrediction() {  // though it looks at useful decisions only
    const Reward reward;
    for (double mbps = 0.1; mbps < 5000; mbps *= 1.3) {
      const Observation observation = observationOf(mbps, 70);
      const auto value = [&](const DecisionCost& cost) {
        return reward(cost.accuracy, predictMs(cost, observation, mbps), 70);
      };
      const double chosen = value(decide("greedy", observation));
      for (const auto& cost : table_->all()) QVERIFY(!cost.known || value(cost) <= chosen);
    }
  }
  void greedySafeReckonsWithTheWorst() {
    Observation observation = observationOf(20, 60);
    QCOMPARE(toText(decide("greedy-safe", observation).decision), toText(decide("greedy", observation).decision));
    observation.bandwidthSpreadMbps = 30;
    const DecisionCost& safe = decide("greedy-safe", observation);
    const DecisionCost& bold = decide("greedy", observation);
    QVERIFY(safe.payloadBytes < bold.payloadBytes);
    QVERIFY(predictMs(safe, observation, pessimisticMbps(observation)) <= 60);
  }
  void greedySafeSendsLessOnASpreadOutLink() {
    const Course course{table_, {test::settingOf(test::spreadOutLink(5))}, 2000, {}};
    const RequestStatistics bold = rollout(ruledPolicy("greedy", {}), course, 1);
    const RequestStatistics safe = rollout(ruledPolicy("greedy-safe", {}), course, 1);
    QVERIFY(safe.meanBytes() < bold.meanBytes());
    QVERIFY(safe.latencyMs(0.95) < bold.latencyMs(0.95));
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestRules)
#include "test_rl_rules.moc"
