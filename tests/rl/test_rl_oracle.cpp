// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "rl/evaluate/rollout.h"
#include "rl/policies/make_policy.h"
#include "rl/policies/oracle_policy.h"
#include "tests/main/test_main.h"
#include "tests/rl/alexnet_table.h"
#include "tests/rl/links.h"

namespace cleave {

class TestOracle : public QObject {
  Q_OBJECT

  std::shared_ptr<const DecisionTable> table_ = test::alexnetTable(10, 1);

 private Q_SLOTS:
  void seesWhatIsComing() {
    // 80 Mbit/s for a second, then next to nothing: who looks at the estimates runs into it.
    Setting setting = test::settingOf(StepSeries({0, 1}, {80, 0.05}, 1000), {Arrivals::Kind::Periodic, 4});
    setting.options.deviceSpread = setting.options.edgeSpread = 0;
    SimulatedEnvironment environment(table_, setting.conditions, setting.options);
    OraclePolicy oracle(environment, {});
    const auto greedy = makePolicy("greedy", {*table_, {}, 1});
    const int probe = table_->space().indexOf({5, 4, 8}).value();
    for (int i = 0; i < 4; ++i) {
      QVERIFY(!table_->at(oracle.decide(environment.observation())).alone);
      environment.step(probe);
    }
    QVERIFY(table_->at(oracle.decide(environment.observation())).alone);
    QVERIFY(!table_->at(greedy->decide(environment.observation())).alone);
  }
  void noDecisionIsBetter() {
    Setting setting = test::settingOf(test::spreadOutLink(3, 1.5), {Arrivals::Kind::Poisson, 4});
    auto busy = std::make_shared<Conditions>(*setting.conditions);
    busy->rttMs = StepSeries(0.1, {5, 60, 10, 200, 7});
    busy->edgeLoad = StepSeries(0.05, {0, 0.9, 0.5, 0});
    SimulatedEnvironment environment(table_, busy, setting.options);
    const Reward reward;
    OraclePolicy oracle(environment, reward);
    const auto value = [&](int decision) {
      const StepResult result = environment.foreseeExactly(decision);
      return reward(result.accuracy, result.latencyMs, environment.observation().targetMs);
    };
    for (int i = 0; i < 500; ++i) {
      const int chosen = oracle.decide(environment.observation());
      const double best = value(chosen);
      for (int other = 0; other < table_->size(); ++other) QVERIFY(value(other) <= best);
      environment.step(chosen);
    }
  }
  void neverTakesAnUnmeasuredDecision() {
    const auto table = test::alexnetTable(10, 1, false);
    const Setting setting = test::settingOf(test::spreadOutLink(4));
    SimulatedEnvironment environment(table, setting.conditions, setting.options);
    OraclePolicy oracle(environment, {});
    for (int i = 0; i < 200; ++i) {
      const int decision = oracle.decide(environment.observation());
      QVERIFY(table->at(decision).known);
      environment.step(decision);
    }
  }
  void lookingDoesNotChangeTheWorld() {
    const Setting setting = test::settingOf(test::spreadOutLink(6));
    SimulatedEnvironment watched(table_, setting.conditions, setting.options);
    SimulatedEnvironment alone(table_, setting.conditions, setting.options);
    OraclePolicy oracle(watched, {});
    for (int i = 0; i < 300; ++i) {
      oracle.decide(watched.observation());
      QCOMPARE(watched.step(i % table_->size()).latencyMs, alone.step(i % table_->size()).latencyMs);
    }
  }
  void isAboveEveryOther_data() {
    QTest::addColumn<double>("deviation");
    QTest::addColumn<int>("kind");
    for (const double deviation : {0.0, 0.5, 1.0, 2.0}) {
      for (const auto kind : {Reward::Kind::Soft, Reward::Kind::Deadline}) {
        QTest::addRow("%g, %d", deviation, static_cast<int>(kind)) << deviation << static_cast<int>(kind);
      }
    }
  }
  void isAboveEveryOther() {
    QFETCH(double, deviation);
    QFETCH(int, kind);
    Reward reward;
    reward.kind = static_cast<Reward::Kind>(kind);
    Course course{table_, {}, 300, reward};
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
      course.settings.push_back(test::settingOf(test::spreadOutLink(seed, deviation)));
    }
    const double oracle = rollout(ruledPolicy("oracle", reward), course, 1).meanReward();
    for (const char* text : {"greedy", "greedy-safe", "edgent", "neurosurgeon", "device-only", "edge-only", "random"}) {
      QVERIFY2(rollout(ruledPolicy(text, reward), course, 1).meanReward() <= oracle, text);
    }
    QVERIFY(bestFixed({course}).meanReward <= oracle);
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestOracle)
#include "test_rl_oracle.moc"
