// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "app/experiment/live_scenario.h"
#include "core/types/error.h"
#include "net/link/trace_integral.h"
#include "net/wire/limits.h"
#include "tests/core/files.h"
#include "tests/main/test_main.h"

namespace cleave {
namespace {

Conditions conditionsOf(StepSeries mbps, StepSeries rttMs) {
  Conditions conditions;
  conditions.linkMbps = std::move(mbps);
  conditions.rttMs = std::move(rttMs);
  return conditions;
}

}  // namespace

class TestLiveScenario : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void constantsAreOneStep() {
    const auto trace = linkTraceOf(conditionsOf(StepSeries(12.5), StepSeries(30.25)), 60);
    QVERIFY(trace == (net::LinkTrace{{{0, 12'500'000, 30'250}}, 60'000'000, 0}));
  }
  void bothSeriesAreMergedAndRepeated() {
    const auto trace = linkTraceOf(conditionsOf(StepSeries({0, 0.5}, {8, 0}, 2), StepSeries({0, 1.5}, {10, 20}, 3)), 5);
    QVERIFY(net::objectionTo(trace).empty());
    const std::vector<net::LinkStep> wanted{
        {0, 8'000'000, 10'000}, {500'000, 0, 10'000},   {1'500'000, 0, 20'000},         {2'000'000, 8'000'000, 20'000},
        {2'500'000, 0, 20'000}, {3'000'000, 0, 10'000}, {4'000'000, 8'000'000, 10'000}, {4'500'000, 0, 20'000}};
    QCOMPARE(trace.durationUs, std::uint64_t{5'000'000});
    QVERIFY(trace.steps == wanted);
  }
  void everyShippedScenarioCanBeFollowed() {
    for (const auto& name : scenarioNames()) {
      const auto live = LiveScenario::realise(findScenario(name), 3);
      QVERIFY2(net::objectionTo(live->trace).empty(), name.c_str());
      // The agent's integral is the simulator's.
      const net::TraceIntegral carried(live->trace);
      for (const double fromS : {0.0, 3.21, 77.7}) {
        const auto at = std::chrono::nanoseconds(static_cast<std::int64_t>(fromS * 1e9));
        const double agent = carried.bitsBetween(at, at + std::chrono::seconds(5)) * 1e-6;
        const double world = live->conditions->linkMbps.integral(fromS, 5);
        QVERIFY2(qAbs(agent - world) < 1e-4 * (1 + world), qPrintable(QString("%1 %2").arg(agent).arg(world)));
      }
    }
  }
  void sameSeedSameLink() {
    const Scenario scenario = findScenario("lte-drive");
    const auto a = LiveScenario::realise(scenario, 5);
    QVERIFY(a->trace == LiveScenario::realise(scenario, 5)->trace);
    QVERIFY(a->trace != LiveScenario::realise(scenario, 6)->trace);
  }
  void aLinkOfTooManyStepsIsCut() {
    const std::vector<double> values(3 * net::kMaxLinkSteps, 1.0);
    const auto trace = linkTraceOf(conditionsOf(StepSeries(0.001, values), StepSeries(5)), 600);
    QCOMPARE(trace.steps.size(), net::kMaxLinkSteps);
    QVERIFY(net::objectionTo(trace).empty());
    QCOMPARE(trace.durationUs, std::uint64_t{net::kMaxLinkSteps} * 1000);
  }
  void badTracesAreToldBeforeAnythingRuns() {
    const test::Folder folder;
    const auto file = folder / "falling.csv";
    test::writeText(file, "time_s,mbps\n0,5\n2,5\n1,5\n");
    QVERIFY_EXCEPTION_THROWN(LiveScenario::realise(withTrace(findScenario("lte-walk"), file), 1), Error);
    QVERIFY_EXCEPTION_THROWN(LiveScenario::realise(withTrace(findScenario("lte-walk"), folder / "none.csv"), 1), Error);
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestLiveScenario)
#include "test_app_live_scenario.moc"
