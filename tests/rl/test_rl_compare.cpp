// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/types/error.h"
#include "rl/evaluate/compare.h"
#include "rl/evaluate/normalised_score.h"
#include "rl/policies/make_policy.h"
#include "tests/main/test_main.h"
#include "tests/rl/alexnet_table.h"
#include "tests/rl/links.h"

namespace cleave {

class TestCompare : public QObject {
  Q_OBJECT

  std::shared_ptr<const DecisionTable> table_ = test::alexnetTable(10, 1);

  [[nodiscard]] ComparisonPlan plan(const std::vector<std::string>& policies, int requests = 100) const {
    ComparisonPlan plan;
    plan.table = table_;
    plan.settings = [](std::uint64_t seed) {
      return std::vector{test::settingOf(test::spreadOutLink(2 * seed)),
                         test::settingOf(test::spreadOutLink(2 * seed + 1, 1.5))};
    };
    plan.requests = requests;
    plan.seeds = {1, 2, 3, 4};
    for (const auto& text : policies) plan.policies.push_back({text, ruledPolicy(text, {})});
    return plan;
  }

 private Q_SLOTS:
  void scoresAreNormalised() {
    QCOMPARE(normalisedScore(0.5, 0.5, 0.9), 0.0);
    QCOMPARE(normalisedScore(0.9, 0.5, 0.9), 1.0);
    QCOMPARE(normalisedScore(0.8, 0.5, 0.9), 0.75);
    QCOMPARE(normalisedScore(0.1, 0.5, 0.9), -1.0);
    QVERIFY(std::isnan(normalisedScore(0.5, 0.5, 0.5)));
    QVERIFY(std::isnan(normalisedScore(0.5, 0.6, 0.5)));
  }
  void rowsAreBetweenFixedAndOracle() {
    const Comparison comparison = compare(plan({"greedy", "greedy-safe", "device-only", "random"}));
    QStringList names;
    for (const auto& row : comparison.rows) names << QString::fromStdString(row.policy);
    QCOMPARE(names, QStringList({"best-fixed", "greedy", "greedy-safe", "device-only", "random", "oracle"}));
    for (const auto& row : comparison.rows) {
      QCOMPARE(row.requests, std::uint64_t{4 * 2 * 100});
      QCOMPARE(std::accumulate(row.decisions.begin(), row.decisions.end(), std::uint64_t{0}), row.requests);
      QCOMPARE(row.scores.size(), std::size_t{4});
      QVERIFY(row.score.low <= row.score.value && row.score.value <= row.score.high);
      QVERIFY(row.reward.low <= row.reward.value && row.reward.value <= row.reward.high);
      QVERIFY(row.score.high <= 1);
      QVERIFY(std::abs(row.gain.value - (row.meanReward - comparison.rows.front().meanReward)) < 1e-9);
      QVERIFY(row.gain.low <= row.gain.value && row.gain.value <= row.gain.high);
      QVERIFY(row.p50Ms <= row.p95Ms && row.p95Ms <= row.p99Ms);
      QCOMPARE(row.latencyCurve.size(), std::size_t{104});
      QVERIFY(std::ranges::is_sorted(row.latencyCurve, {}, &QuantilePoint::value));
      QVERIFY(row.latencyCurve[50].percent == 50 && row.latencyCurve[50].value == row.p50Ms);
      QVERIFY(row.latencyCurve[99].value == row.p99Ms && row.latencyCurve.back().percent == 100);
      QVERIFY(row.violations.low <= row.violations.value && row.violations.value <= row.violations.high);
      QVERIFY(row.accuracy > 0 && row.accuracy <= 0.93 + 1e-9);
      QVERIFY(row.meanReward <= comparison.rows.back().meanReward);
    }
    for (const double score : comparison.rows.front().scores) QCOMPARE(score, 0.0);
    for (const double score : comparison.rows.back().scores) QCOMPARE(score, 1.0);
    const auto fixed = static_cast<std::size_t>(table_->space().indexOf(comparison.bestFixed).value());
    QCOMPARE(comparison.rows.front().decisions.at(fixed), comparison.rows.front().requests);
  }
  // Who takes the best fixed decision under another name scores 0 in the same environments.
  void policiesMeetTheSameWorlds() {
    const Comparison first = compare(plan({}));
    const Comparison second = compare(plan({"fixed:" + toText(first.bestFixed)}));
    QCOMPARE(second.rows.size(), std::size_t{3});
    QCOMPARE(second.rows[1].score.low, 0.0);
    QCOMPARE(second.rows[1].score.high, 0.0);
    QCOMPARE(second.rows[1].gain.low, 0.0);
    QCOMPARE(second.rows[1].gain.high, 0.0);
    QVERIFY(second.rows[1].meanMs == second.rows[0].meanMs);
    QVERIFY(second.rows[0].meanReward == first.rows[0].meanReward);
  }
  void learnedPoliciesGetTheirSeed() {
    ComparisonPlan seeded = plan({}, 5);
    std::vector<std::uint64_t> seen;
    seeded.policies.push_back({"learned", [&](const SimulatedEnvironment& environment, std::uint64_t seed) {
                                 seen.push_back(seed);
                                 return makePolicy("random", {environment.table(), {}, seed});
                               }});
    compare(seeded);
    QCOMPARE(seen, (std::vector<std::uint64_t>{1, 1, 2, 2, 3, 3, 4, 4}));
  }
  void nothingToWinHasNoScore() {
    // A dead link for ever, no noise: the same decision is always the best.
    ComparisonPlan dead = plan({"greedy"}, 20);
    dead.settings = [](std::uint64_t) {
      Setting setting = test::settingOf(StepSeries(0.001), {Arrivals::Kind::Periodic, 0.1});
      setting.options.deviceSpread = setting.options.edgeSpread = 0;
      return std::vector{setting};
    };
    const Comparison comparison = compare(dead);
    QVERIFY(std::isnan(comparison.rows[1].score.value));
    QVERIFY(std::isfinite(comparison.rows[1].meanReward));
  }
  void wrongPlans() {
    ComparisonPlan none = plan({"greedy"});
    none.seeds.clear();
    QVERIFY_THROWS_EXCEPTION(UsageError, compare(none));
    QVERIFY_THROWS_EXCEPTION(UsageError, compare(plan({"greedy", "greedy"})));
    QVERIFY_THROWS_EXCEPTION(UsageError, compare(plan({"oracle"})));
    QVERIFY_THROWS_EXCEPTION(Error, compare(plan({"psychic"}, 5)));
    QVERIFY_THROWS_EXCEPTION(Error, compare(plan({"greedy"}, 0)));
    ComparisonPlan nowhere = plan({"greedy"});
    nowhere.settings = [](std::uint64_t) { return std::vector<Setting>(); };
    QVERIFY_THROWS_EXCEPTION(Error, compare(nowhere));
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestCompare)
#include "test_rl_compare.moc"
