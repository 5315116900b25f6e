// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <limits>

#include "app/workbench/adapters/ui_data.h"
#include "app/workbench/policy/decision_map_job.h"
#include "app/workbench/policy/explanation_scheduler.h"
#include "core/types/error.h"
#include "tests/rl/alexnet_table.h"

namespace cleave::workbench {

using Kind = ExplanationScheduler::Task::Kind;

/// What is explained next, and from what; no thread here.
class TestExplanationScheduler : public QObject {
  Q_OBJECT

  static ExplanationScheduler::Clock::time_point at(int ms) {
    return ExplanationScheduler::Clock::time_point(std::chrono::hours(1)) + std::chrono::milliseconds(ms);
  }
  static ExplanationScheduler deskWithARun() {
    ExplanationScheduler desk;
    desk.setTable(test::alexnetTable(), {}, "ours");
    desk.setPolicy("greedy");
    desk.observe(idleObservation(100), 3);
    return desk;
  }
  static std::string kinds(ExplanationScheduler& desk, int ms) {
    std::string text;
    for (int i = 0; i < 3; ++i) {
      const auto task = desk.take(at(ms));
      text += !task ? '-' : task->kind == Kind::Asked ? 'a' : task->kind == Kind::Live ? 'l' : 'm';
    }
    return text;
  }

 private Q_SLOTS:
  void aPickedRequestIsExplainedInPlaceOfTheLatest() {
    ExplanationScheduler desk = deskWithARun();
    for (std::uint64_t request = 0; request < 50; ++request) {
      desk.observe(idleObservation(100 + static_cast<double>(request)), static_cast<int>(request), request);
    }
    QCOMPARE(desk.take(at(0))->decision, 49);
    desk.pick(7);
    const auto task = desk.take(at(1));  // at once: the user waits
    QVERIFY(task && task->kind == Kind::Live);
    QCOMPARE(task->picked, std::optional<std::uint64_t>(7));
    QCOMPARE(task->decision, 7);
    QCOMPARE(task->observation.targetMs, 107.0);
    desk.observe(idleObservation(300), 50, 50);
    QVERIFY(!desk.take(at(1000)));  // it is explained already
    desk.setPolicy("greedy-safe");
    QCOMPARE(desk.take(at(1001))->decision, 7);
    desk.pick(std::nullopt);
    const auto latest = desk.take(at(1002));
    QVERIFY(latest && !latest->picked);
    QCOMPARE(latest->decision, 50);
    desk.pick(51);  // never seen
    QVERIFY(!desk.take(at(2000)));
    desk.pick(7);
    desk.setTable(test::alexnetTable(), {}, "ours");  // other machines: the numbers begin anew
    desk.observe(idleObservation(80), 1, 0);
    QVERIFY(!desk.take(at(3000))->picked);
    desk.pick(7);
    QVERIFY(!desk.take(at(4000)));
  }
  void onlySoManyAreRemembered() {
    ExplanationScheduler desk = deskWithARun();
    for (std::uint64_t request = 0; request < ExplanationScheduler::kRemembered + 5; ++request) {
      desk.observe(idleObservation(100), 1, request);
    }
    desk.take(at(0));
    desk.pick(4);
    QVERIFY(!desk.take(at(1000)));
    desk.pick(5);
    QCOMPARE(desk.take(at(1000))->picked, std::optional<std::uint64_t>(5));
  }
  void valuesComeBack() {
    Observation o = idleObservation(80);
    o.bandwidthShortMbps = 5;
    o.bandwidthSpreadMbps = 4;
    o.deviceSlowdown = 2;
    o.edgeSlowdown = 0.9;
    o.requestsSinceTransfer = 9;
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
    QCOMPARE(moved.requestsSinceTransfer, 0);
    QCOMPARE(moved.deviceSlowdown, 4.0);
    QCOMPARE(moved.edgeSlowdown, 0.9);
    QCOMPARE(moved.queueLength, 2);
    values.deviceLoad = 1;  // no division by nothing
    QVERIFY(observationWith(o, values).deviceSlowdown < 21);
  }
  void nothingToDoWithoutTableRunOrPolicy() {
    ExplanationScheduler desk;
    QVERIFY(!desk.take(at(0)) && !desk.due());
    desk.setPolicy("greedy");
    desk.ask({});  // on top of nothing
    QVERIFY(!desk.take(at(0)));
    desk.setTable(test::alexnetTable(), {}, "ours");
    QVERIFY(!desk.take(at(0)));
    desk.observe(idleObservation(100), -1);
    QCOMPARE(kinds(desk, 0), std::string("l--"));
    desk.setTable(nullptr, {}, {});
    desk.observe(idleObservation(100), -1);
    QCOMPARE(kinds(desk, 1000), std::string("---"));
  }
  void liveAnswersAreFewAndOfTheLatest() {
    auto desk = deskWithARun();
    QCOMPARE(desk.take(at(0))->decision, 3);
    for (int i = 0; i < 100; ++i) desk.observe(idleObservation(100 + i), i);
    QVERIFY(!desk.take(at(10)));
    QCOMPARE(*desk.due(), at(0) + ExplanationScheduler::kLiveGap);
    const auto task = desk.take(at(100));
    QCOMPARE(task->decision, 99);
    QCOMPARE(task->observation.targetMs, 199.0);
    QVERIFY(!desk.take(at(500)));
    QVERIFY(!desk.due());
  }
  void whatIsAskedGoesFirst() {
    auto desk = deskWithARun();
    desk.setMap(0, "greedy");
    desk.ask({2, 10, 0, 0, 100});
    desk.ask({3, 10, 0, 0, 100});
    const auto task = desk.take(at(0));
    QCOMPARE(task->kind, Kind::Asked);
    QCOMPARE(task->observation.bandwidthMeanMbps, 3.0);
    QCOMPARE(kinds(desk, 0), std::string("lmm"));  // a map is there until it is done
  }
  void anAskedOneStaysOnTheObservationOfItsBeginning() {
    auto desk = deskWithARun();
    ui::WhatIfValues values = valuesOf(idleObservation(100));
    values.edgeLoad = 0.5;
    desk.ask(values);
    Observation later = idleObservation(100);
    later.bandwidthMeanMbps = 77;
    later.queueLength = 5;
    desk.observe(later, 1);
    desk.ask(values);
    auto task = desk.take(at(0));
    QCOMPARE(task->observation.queueLength, 0);
    desk.follow();
    task = desk.take(at(1));
    QCOMPARE(task->kind, Kind::Live);
    QCOMPARE(task->observation.queueLength, 5);
  }
  void anotherPolicyIsAnsweredAnew() {
    auto desk = deskWithARun();
    desk.ask({2, 10, 0, 0, 100});
    QCOMPARE(kinds(desk, 0), std::string("al-"));
    const auto number = desk.number();
    desk.setPolicy("edgent");
    QVERIFY(desk.number() != number);
    QCOMPARE(kinds(desk, 1), std::string("al-"));
    desk.setTable(test::alexnetTable(), {}, "ours");  // other machines: nothing holds any more
    QCOMPARE(kinds(desk, 2), std::string("---"));
  }
  void mapsTakeTurnsAndAreSuperseded() {
    auto desk = deskWithARun();
    desk.take(at(0));
    desk.setMap(0, "greedy");
    desk.setMap(1, "edgent");
    auto first = desk.take(at(1));
    auto second = desk.take(at(1));
    QVERIFY(first->side != second->side);
    desk.setMap(first->side, "neurosurgeon");
    desk.mapDone(first->side, first->ticket, at(2));  // of the old one: does not count
    const std::string all = kinds(desk, 3);
    QCOMPARE(all, std::string("mmm"));
    desk.setMap(0, "");
    desk.setMap(1, "");
    QCOMPARE(kinds(desk, 4), std::string("---"));
  }
  void mapsFollowADriftingRunPatientlyAndTheUserAtOnce() {
    auto desk = deskWithARun();
    desk.take(at(0));
    desk.setMap(0, "greedy");
    const auto ticket = desk.take(at(1))->ticket;
    Observation o = idleObservation(100);
    o.rttMs = 60;
    desk.observe(o, 1);
    desk.take(at(100));                            // live
    QCOMPARE(desk.take(at(101))->ticket, ticket);  // finishes first
    desk.mapDone(0, ticket, at(152));
    QVERIFY(!desk.take(at(500)));
    QVERIFY(desk.take(at(2500))->ticket != ticket);
    o.targetMs = 50;  // the user's: at once, from the beginning
    desk.observe(o, 1);
    desk.take(at(2600));
    const auto again = desk.take(at(2601));
    QCOMPARE(again->observation.targetMs, 50.0);
    desk.mapDone(0, again->ticket, at(2602));
    ui::WhatIfValues values = valuesOf(o);
    values.bandwidthMbps = 1;  // a map is over all bandwidths and loads
    values.deviceLoad = 0.9;
    desk.ask(values);
    QCOMPARE(kinds(desk, 2603), std::string("a--"));
    values.edgeLoad = 0.5;
    desk.ask(values);
    QCOMPARE(kinds(desk, 2604), std::string("amm"));
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

QTEST_APPLESS_MAIN(cleave::workbench::TestExplanationScheduler)
#include "test_app_explanation_scheduler.moc"
