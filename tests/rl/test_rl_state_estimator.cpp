// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "rl/environment/simulated_environment.h"
#include "rl/observe/state_estimator.h"
#include "tests/main/test_main.h"
#include "tests/rl/alexnet_table.h"
#include "tests/rl/links.h"

namespace cleave {
namespace {

Observation at(const StateEstimator& estimator, double nowS) {
  Observation observation;
  estimator.fill(observation, nowS);
  return observation;
}

}  // namespace

class TestStateEstimator : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void anIdleSideIsKnownByItsOwnReports() {
    StateEstimator estimator;
    for (int i = 0; i < 3; ++i) estimator.note(WorkSeen{Machine::Edge, 100, 10, 1 + 0.2 * i});
    QCOMPARE(at(estimator, 1.5).edgeSlowdown, 10.0);
    for (int i = 0; i < 2; ++i) estimator.note(LoadReported{Machine::Edge, 1, 2 + 0.25 * i});
    QCOMPARE(at(estimator, 2.5).edgeSlowdown, 1.0);
    QCOMPARE(at(estimator, 2.5).edgeAgeS, 0.25);
    QCOMPARE(at(estimator, 2.5).deviceSlowdown, 1.0);
  }
  void oneSlowRequestDoesNotMakeASideSlow() {
    StateEstimator estimator;
    for (int i = 0; i < 5; ++i) estimator.note(WorkSeen{Machine::Device, 10, 10, 0.2 * i});
    estimator.note(WorkSeen{Machine::Device, 300, 10, 1});
    QCOMPARE(at(estimator, 1).deviceSlowdown, 1.0);
    estimator.note(WorkSeen{Machine::Device, 300, 10, 1.2});
    QCOMPARE(at(estimator, 1.2).deviceSlowdown, 30.0);
  }
  void nextToNothingTellsNothing() {
    StateEstimator estimator;
    estimator.note(WorkSeen{Machine::Device, 5, 0.1, 1});
    QCOMPARE(at(estimator, 1).deviceSlowdown, 1.0);
  }
  void probesFollowTheLink() {
    StateEstimator estimator;
    QCOMPARE(estimator.probeBytes(), StateEstimator::kFirstProbeBytes);
    estimator.note(TransferSeen{12'500, 50, 1});  // 2 Mbit/s
    QCOMPARE(estimator.probeBytes(), std::uint64_t{2500});
    for (int i = 0; i < 3; ++i) estimator.note(TransferSeen{125'000, 1, 1.1});
    QCOMPARE(estimator.probeBytes(), StateEstimator::kMostProbeBytes);
  }
  void anotherDeviceIsUnknown() {
    StateEstimator estimator;
    estimator.note(LoadReported{Machine::Device, 4, 1});
    estimator.note(LoadReported{Machine::Edge, 3, 1});
    estimator.forgetDevice();
    QCOMPARE(at(estimator, 1).deviceSlowdown, 1.0);
    QCOMPARE(at(estimator, 1).edgeSlowdown, 3.0);
  }
  // The events of a simulated run, given to another estimator one by one, make the same observations.
  void theSameEventsMakeTheSameObservations() {
    const auto table = test::alexnetTable(10, 1);
    Setting setting = test::settingOf(test::spreadOutLink(7), {Arrivals::Kind::Paced, 8});
    SimulatedEnvironment environment(table, setting.conditions, setting.options);
    std::vector<StateEvent> events;
    environment.copyEventsTo(&events);
    StateEstimator replayed;
    replayed.note(RoundTripSeen{setting.conditions->rttMs.at(0), 0});
    int probes = 0;
    for (int i = 0; i < 300; ++i) {
      environment.step(i * 7 % table->size());
      for (const StateEvent& event : events) {
        replayed.take(event);
        probes += std::holds_alternative<ProbeArrived>(event) ? 1 : 0;
      }
      events.clear();
      if (i == 0) continue;  // what was before the first step was not copied
      Observation own = environment.observation();
      Observation theirs = own;
      replayed.fill(theirs, environment.nowS());
      if (i > 20) QVERIFY(qAbs(theirs.bandwidthShortMbps - own.bandwidthShortMbps) <= 1e-6 * own.bandwidthShortMbps);
      QCOMPARE(theirs.deviceSlowdown, own.deviceSlowdown);
      QCOMPARE(theirs.rttMs, own.rttMs);
    }
    QVERIFY(probes > 100);
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestStateEstimator)
#include "test_rl_state_estimator.moc"
