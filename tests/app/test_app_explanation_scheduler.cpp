// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>
#include <limits>

#include "app/workbench/adapters/ui_data.h"
#include "app/workbench/policy/decision_map_job.h"
#include "app/workbench/policy/explanation_scheduler.h"
#include "core/types/error.h"
#include "tests/main/test_main.h"
#include "tests/rl/alexnet_table.h"

namespace cleave::workbench {

using Kind = ExplanationScheduler::Task::Kind;

/// What is explained next, and from what; no thread here.
class TestExplanationScheduler : public QObject {
  Q_OBJECT

  static ExplanationScheduler::Clock::time_point at(int ms) {
    return ExplanationScheduler::Clock::time_point(std::chrono::hours(1)) + std::chrono::milliseconds(ms);
  }
  static ExplanationScheduler schedulerWithARun() {
    ExplanationScheduler scheduler;
    scheduler.setTable(test::alexnetTable(), {}, "ours");
    scheduler.setPolicy("greedy");
    scheduler.observe(idleObservation(100), 3);
    return scheduler;
  }
  static std::string kinds(ExplanationScheduler& scheduler, int ms) {
    std::string text;
    for (int i = 0; i < 3; ++i) {
      const auto task = scheduler.take(at(ms));
      text += !task ? '-' : task->kind == Kind::Asked ? 'a' : task->kind == Kind::Live ? 'l' : 'm';
    }
    return text;
  }

 private Q_SLOTS:
  void aPickedRequestIsExplainedInPlaceOfTheLatest() {
    ExplanationScheduler scheduler = schedulerWithARun();
    for (std::uint64_t request = 0; request < 50; ++request) {
      scheduler.observe(idleObservation(100 + static_cast<double>(request)), static_cast<int>(request), request);
    }
    QCOMPARE(scheduler.take(at(0))->decision, 49);
    scheduler.pick(7);
    const auto task = scheduler.take(at(1));  // at once: the user waits
    QVERIFY(task && task->kind == Kind::Live);
    QCOMPARE(task->picked, std::optional<std::uint64_t>(7));
    QCOMPARE(task->decision, 7);
    QCOMPARE(task->observation.targetMs, 107.0);
    scheduler.observe(idleObservation(300), 50, 50);
    QVERIFY(!scheduler.take(at(1000)));  // it is explained already
    scheduler.setPolicy("greedy-safe");
    QCOMPARE(scheduler.take(at(1001))->decision, 7);
    scheduler.pick(std::nullopt);
    const auto latest = scheduler.take(at(1002));
    QVERIFY(latest && !latest->picked);
    QCOMPARE(latest->decision, 50);
    scheduler.pick(51);  // never seen
    QVERIFY(!scheduler.take(at(2000)));
    scheduler.pick(7);
    scheduler.setTable(test::alexnetTable(), {}, "ours");  // other machines: the numbers begin anew
    scheduler.observe(idleObservation(80), 1, 0);
    QVERIFY(!scheduler.take(at(3000))->picked);
    scheduler.pick(7);
    QVERIFY(!scheduler.take(at(4000)));
  }
  void onlySoManyAreRemembered() {
    ExplanationScheduler scheduler = schedulerWithARun();
    for (std::uint64_t request = 0; request < ExplanationScheduler::kRemembered + 5; ++request) {
      scheduler.observe(idleObservation(100), 1, request);
    }
    scheduler.take(at(0));
    scheduler.pick(4);
    QVERIFY(!scheduler.take(at(1000)));
    scheduler.pick(5);
    QCOMPARE(scheduler.take(at(1000))->picked, std::optional<std::uint64_t>(5));
  }
  void valuesComeBack() {
    Observation o = idleObservation(80);
    o.bandwidthShortMbps = 5;
    o.bandwidthSpreadMbps = 4;
    o.deviceSlowdown = 2;
    o.edgeSlowdown = 0.9;
    o.sinceTransferS = 9;
    o.queueLength = 2;
    QVERIFY(observationWith(o, valuesOf(o)) == o);  // nobody touched anything
    ui::WhatIfValues values = valuesOf(o);
    QCOMPARE(values.deviceLoad, 0.5);
    QVERIFY(values.edgeLoad < 0);
    values.bandwidthMbps = 40;
    values.deviceLoad = 0.75;
    const Observation moved = observationWith(o, values);
    QCOMPARE(moved.bandwidthShortMbps, 40.0);
    QCOMPARE(moved.bandwidthLastMbps, 40.0);
    QCOMPARE(moved.bandwidthSpreadMbps, 16.0);  // its share stays
    QCOMPARE(moved.sinceTransferS, 0.0);
    QCOMPARE(moved.deviceSlowdown, 4.0);
    QCOMPARE(moved.edgeSlowdown, 0.9);
    QCOMPARE(moved.queueLength, 2);
    values.deviceLoad = 1;  // no division by nothing
    QVERIFY(observationWith(o, values).deviceSlowdown < 21);
  }
  void nothingToDoWithoutTableRunOrPolicy() {
    ExplanationScheduler scheduler;
    QVERIFY(!scheduler.take(at(0)) && !scheduler.due());
    scheduler.setPolicy("greedy");
    scheduler.ask({});  // on top of nothing
    QVERIFY(!scheduler.take(at(0)));
    scheduler.setTable(test::alexnetTable(), {}, "ours");
    QVERIFY(!scheduler.take(at(0)));
    scheduler.observe(idleObservation(100), -1);
    QCOMPARE(kinds(scheduler, 0), std::string("l--"));
    scheduler.setTable(nullptr, {}, {});
    scheduler.observe(idleObservation(100), -1);
    QCOMPARE(kinds(scheduler, 1000), std::string("---"));
  }
  void liveAnswersAreFewAndOfTheLatest() {
    auto scheduler = schedulerWithARun();
    QCOMPARE(scheduler.take(at(0))->decision, 3);
    for (int i = 0; i < 100; ++i) scheduler.observe(idleObservation(100 + i), i);
    QVERIFY(!scheduler.take(at(10)));
    QCOMPARE(*scheduler.due(), at(0) + ExplanationScheduler::kLiveGap);
    const auto task = scheduler.take(at(100));
    QCOMPARE(task->decision, 99);
    QCOMPARE(task->observation.targetMs, 199.0);
    QVERIFY(!scheduler.take(at(500)));
    QVERIFY(!scheduler.due());
  }
  void whatIsAskedGoesFirst() {
    auto scheduler = schedulerWithARun();
    scheduler.setMap(0, "greedy");
    scheduler.ask({2, 10, 0, 0, 100});
    scheduler.ask({3, 10, 0, 0, 100});
    const auto task = scheduler.take(at(0));
    QCOMPARE(task->kind, Kind::Asked);
    QCOMPARE(task->observation.bandwidthMeanMbps, 3.0);
    QCOMPARE(kinds(scheduler, 0), std::string("lmm"));  // a map is there until it is done
  }
  void anAskedOneStaysOnTheObservationOfItsBeginning() {
    auto scheduler = schedulerWithARun();
    ui::WhatIfValues values = valuesOf(idleObservation(100));
    values.edgeLoad = 0.5;
    scheduler.ask(values);
    Observation later = idleObservation(100);
    later.bandwidthMeanMbps = 77;
    later.queueLength = 5;
    scheduler.observe(later, 1);
    scheduler.ask(values);
    auto task = scheduler.take(at(0));
    QCOMPARE(task->observation.queueLength, 0);
    scheduler.follow();
    task = scheduler.take(at(1));
    QCOMPARE(task->kind, Kind::Live);
    QCOMPARE(task->observation.queueLength, 5);
  }
  void anotherPolicyIsAnsweredAnew() {
    auto scheduler = schedulerWithARun();
    scheduler.ask({2, 10, 0, 0, 100});
    QCOMPARE(kinds(scheduler, 0), std::string("al-"));
    const auto number = scheduler.number();
    scheduler.setPolicy("edgent");
    QVERIFY(scheduler.number() != number);
    QCOMPARE(kinds(scheduler, 1), std::string("al-"));
    scheduler.setTable(test::alexnetTable(), {}, "ours");  // other machines: nothing holds any more
    QCOMPARE(kinds(scheduler, 2), std::string("---"));
  }
  void mapsTakeTurnsAndAreSuperseded() {
    auto scheduler = schedulerWithARun();
    scheduler.take(at(0));
    scheduler.setMap(0, "greedy");
    scheduler.setMap(1, "edgent");
    auto first = scheduler.take(at(1));
    auto second = scheduler.take(at(1));
    QVERIFY(first->side != second->side);
    scheduler.setMap(first->side, "neurosurgeon");
    scheduler.mapDone(first->side, first->ticket, at(2));  // of the old one: does not count
    const std::string all = kinds(scheduler, 3);
    QCOMPARE(all, std::string("mmm"));
    scheduler.setMap(0, "");
    scheduler.setMap(1, "");
    QCOMPARE(kinds(scheduler, 4), std::string("---"));
  }
  void mapsFollowADriftingRunPatientlyAndTheUserAtOnce() {
    auto scheduler = schedulerWithARun();
    scheduler.take(at(0));
    scheduler.setMap(0, "greedy");
    const auto ticket = scheduler.take(at(1))->ticket;
    Observation o = idleObservation(100);
    o.rttMs = 60;
    scheduler.observe(o, 1);
    scheduler.take(at(100));                            // live
    QCOMPARE(scheduler.take(at(101))->ticket, ticket);  // finishes first
    scheduler.mapDone(0, ticket, at(152));
    QVERIFY(!scheduler.take(at(500)));
    QVERIFY(scheduler.take(at(2500))->ticket != ticket);
    o.targetMs = 50;  // the user's: at once, from the beginning
    scheduler.observe(o, 1);
    scheduler.take(at(2600));
    const auto again = scheduler.take(at(2601));
    QCOMPARE(again->observation.targetMs, 50.0);
    scheduler.mapDone(0, again->ticket, at(2602));
    ui::WhatIfValues values = valuesOf(o);
    values.bandwidthMbps = 1;  // a map is over all bandwidths and loads
    values.deviceLoad = 0.9;
    scheduler.ask(values);
    QCOMPARE(kinds(scheduler, 2603), std::string("a--"));
    values.edgeLoad = 0.5;
    scheduler.ask(values);
    QCOMPARE(kinds(scheduler, 2604), std::string("amm"));
  }
  void aMapIsWhatThePolicyDecides() {
    const auto table = test::alexnetTable();
    const auto explainer = learn::makeExplainer("greedy", {*table, {}});
    Observation base = idleObservation(90);
    base.waitedMs = 40;  // not of the map's requests
    DecisionMapJob job(QStringLiteral("greedy"), base);
    int steps = 0;
    for (; !job.done(); ++steps) job.step(*explainer, *table);
    QCOMPARE(steps, DecisionMapJob::kRows);
    const auto map = job.take();
    QCOMPARE(map->cells.size(), std::size_t{DecisionMapJob::kColumns} * DecisionMapJob::kRows);
    QCOMPARE(map->bandwidthMbps.front(), 0.2);
    QVERIFY(std::abs(map->bandwidthMbps.back() - 300) < 1e-9);
    for (const auto& [column, row] : {std::pair{0, 0}, std::pair{20, 10}, std::pair{47, 31}}) {
      const auto x = static_cast<std::size_t>(column);
      const auto y = static_cast<std::size_t>(row);
      ui::WhatIfValues values = valuesOf(idleObservation(90));
      values.bandwidthMbps = map->bandwidthMbps[x];
      values.deviceLoad = map->deviceLoad[y];
      const int decision = explainer->decide(observationWith(idleObservation(90), values));
      QVERIFY(map->at(x, y).decision == table->at(decision).decision);
      QCOMPARE(map->at(x, y).accuracy, table->at(decision).accuracy);
    }
  }
};

}  // namespace cleave::workbench

CLEAVE_TEST(cleave::workbench::TestExplanationScheduler)
#include "test_app_explanation_scheduler.moc"
