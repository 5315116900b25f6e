// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>

#include "core/types/error.h"
#include "rl/evaluate/rollout.h"
#include "rl/policies/baseline_policies.h"
#include "tests/main/test_main.h"
#include "tests/rl/alexnet_table.h"
#include "tests/rl/links.h"

namespace cleave {

class TestRollout : public QObject {
  Q_OBJECT

  std::shared_ptr<const DecisionTable> table_ = test::alexnetTable(10, 1);
  [[nodiscard]] int index(const char* text) const { return table_->space().indexOf(parseDecision(text)).value(); }

  static Setting quiet(StepSeries link) {
    Setting setting = test::settingOf(std::move(link));
    setting.options.deviceSpread = setting.options.edgeSpread = 0;
    return setting;
  }

 private Q_SLOTS:
  void countsWhatHappened() {
    // 110 ms, and no link; the target of the second environment is longer.
    Course course{table_, {quiet(StepSeries(8)), quiet(StepSeries(8))}, 50, {}};
    course.settings[1].options.targetMs = 200;
    const RequestStatistics statistics = rollout(ruledPolicy("device-only", {}), course, 1);
    QCOMPARE(statistics.requests(), std::uint64_t{100});
    QVERIFY(qAbs(statistics.meanMs() - 110) < 0.01);
    QVERIFY(qAbs(statistics.latencyMs(0.99) - 110) < 0.1);
    QVERIFY(qAbs(statistics.meanAccuracy() - 0.93) < 1e-9);
    QVERIFY(qAbs(statistics.meanReward() - (0.93 - 0.5 * 0.1)) < 1e-9);
    QCOMPARE(statistics.meanBytes(), 0.0);
    QVERIFY(qAbs(rollout(ruledPolicy("edge-only", {}), course, 1).meanBytes() / 150'528 - 1) < 0.02);
    QCOMPARE(statistics.violations().value, 0.5);
    // All of one environment's requests are late, and none of the other's.
    QVERIFY(statistics.violations().low < 0.3 && statistics.violations().high > 0.7);
    QCOMPARE(statistics.gaveUpShare(), 0.0);
    QCOMPARE(statistics.decisions().at(static_cast<std::size_t>(index("5/11/32"))), std::uint64_t{100});
  }
  void countsTransfersThatWereGivenUp() {
    const Course course{table_, {quiet(StepSeries({0, 1e6}, {0, 1}, 2e6))}, 10, {}};
    const RequestStatistics statistics = rollout(ruledPolicy("fixed:5/4/4", {}), course, 1);
    QCOMPARE(statistics.gaveUpShare(), 1.0);
    QCOMPARE(statistics.violations().value, 1.0);
    // Nothing is in time: the quickest exit on the device. The penalty is capped.
    const auto& alone = table_->alone();
    const int quickest = *std::ranges::min_element(alone, {}, [&](int i) { return table_->at(i).deviceMs; });
    QVERIFY(qAbs(statistics.meanReward() - (table_->at(quickest).accuracy - 2)) < 1e-9);
  }
  void repeatsToTheBitAndVariesWithTheSeed() {
    const std::vector<Setting> settings{test::settingOf(test::spreadOutLink(1), {Arrivals::Kind::Poisson, 5})};
    const auto run = [&](std::uint64_t noise, std::uint64_t policy) {
      return rollout(ruledPolicy("random", {}), {table_, reseeded(settings, noise), 200, {}}, policy).meanReward();
    };
    QVERIFY(run(1, 1) == run(1, 1));
    QVERIFY(run(1, 1) != run(2, 1));
    QVERIFY(run(1, 1) != run(1, 2));
  }
  void talliesAdd() {
    const Course first{table_, {quiet(StepSeries(8))}, 30, {}};
    const Course second{table_, {quiet(StepSeries(1))}, 70, {}};
    const auto policy = ruledPolicy("fixed:5/4/4", {});
    RequestStatistics sum = rollout(policy, first, 1);
    const double a = sum.meanMs();
    const RequestStatistics other = rollout(policy, second, 1);
    sum.add(other);
    QCOMPARE(sum.requests(), std::uint64_t{100});
    QCOMPARE(sum.meanMs(), 0.3 * a + 0.7 * other.meanMs());
    QVERIFY(sum.latencyMs(0.3) < other.latencyMs(0.01));
    QVERIFY(sum.latencyMs(0.31) >= other.latencyMs(0.01));
    RequestStatistics doubled = sum;
    doubled.add(doubled);
    QCOMPARE(doubled.requests(), std::uint64_t{200});
    QCOMPARE(doubled.meanReward(), sum.meanReward());
    QCOMPARE(RequestStatistics().meanMs(), 0.0);
    QVERIFY(std::isnan(RequestStatistics().latencyMs(0.5)));
    QCOMPARE(RequestStatistics().violations().high, 1.0);
  }
  void theBestFixedDecisionIsTheBest() {
    const std::vector<Course> courses{{table_, {test::settingOf(test::spreadOutLink(1))}, 200, {}},
                                      {table_, {test::settingOf(test::spreadOutLink(2))}, 100, {}}};
    const FixedScore best = bestFixed(courses);
    for (int i = 0; i < table_->size(); ++i) {  // those too that are not useful
      const PolicyFactory fixed = [i](const SimulatedEnvironment&, std::uint64_t) {
        return std::make_unique<FixedPolicy>(i);
      };
      RequestStatistics statistics = rollout(fixed, courses[0], 1);
      statistics.add(rollout(fixed, courses[1], 1));
      if (i == best.decision) QVERIFY(qAbs(statistics.meanReward() - best.meanReward) < 1e-9);
      QVERIFY2(statistics.meanReward() < best.meanReward + 0.005, toText(table_->at(i).decision).c_str());
    }
  }
  void theBestFixedDecisionDependsOnTheLink() {
    const auto on = [&](double mbps) {
      return table_->at(bestFixed({{table_, {quiet(StepSeries(mbps))}, 20, {}}}).decision).decision;
    };
    QCOMPARE(on(1000).partition, 0);
    QCOMPARE(on(1000).exit, 5);
    QVERIFY(on(0.05).exit < 5);  // 110 ms on the device alone
  }
  void nothingToRun() {
    const auto greedy = ruledPolicy("greedy", {});
    QVERIFY_THROWS_EXCEPTION(Error, rollout(greedy, {table_, {}, 10, {}}, 1));
    QVERIFY_THROWS_EXCEPTION(Error, rollout(greedy, {table_, {quiet(StepSeries(1))}, 0, {}}, 1));
    QVERIFY_THROWS_EXCEPTION(Error, bestFixed({}));
    QVERIFY_THROWS_EXCEPTION(Error, bestFixed({{table_, {}, 10, {}}}));
    QVERIFY_THROWS_EXCEPTION(UsageError,
                             rollout(ruledPolicy("psychic", {}), {table_, {quiet(StepSeries(1))}, 1, {}}, 1));
  }
  void aPolicyForAnotherModel() {
    const PolicyFactory wrong = [&](const SimulatedEnvironment&, std::uint64_t) {
      return std::make_unique<FixedPolicy>(table_->size());
    };
    QVERIFY_THROWS_EXCEPTION(Error, rollout(wrong, {table_, {quiet(StepSeries(1))}, 1, {}}, 1));
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestRollout)
#include "test_rl_rollout.moc"
