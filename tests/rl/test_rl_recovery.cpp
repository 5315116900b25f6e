// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/types/error.h"
#include "rl/evaluate/recovery.h"
#include "rl/policies/make_policy.h"
#include "rl/policies/policy.h"
#include "tests/main/test_main.h"
#include "tests/rl/alexnet_table.h"

namespace cleave {
namespace {

/// Sends the frame while the edge seems idle; once it has seemed busy, stays on the device for the next `afterwards`
/// requests.
class Wary final : public Policy {
 public:
  Wary(int idle, int busy, int afterwards) : idle_(idle), busy_(busy), afterwards_(afterwards) {}
  int decide(const Observation& observation) override {
    left_ = observation.edgeSlowdown > 1.5 ? afterwards_ : left_ - 1;
    return left_ > 0 ? busy_ : idle_;
  }

 private:
  int idle_;
  int busy_;
  int afterwards_;
  int left_ = 0;
};

}  // namespace

class TestRecovery : public QObject {
  Q_OBJECT

  std::shared_ptr<const DecisionTable> table_ = test::alexnetTable(10, 1);
  [[nodiscard]] int index(const char* text) const { return table_->space().indexOf(parseDecision(text)).value(); }

  [[nodiscard]] Recovery recoveryOf(int afterwards, const Pulse& pulse) const {
    // On the device it uses the edge all the same, so that it sees the load go.
    const int idle = index("5/4/4");
    const int busy = index("5/8/4");
    const PolicyFactory make = [=](const SimulatedEnvironment&, std::uint64_t) -> std::unique_ptr<Policy> {
      return std::make_unique<Wary>(idle, busy, afterwards);
    };
    Scenario scenario;
    scenario.link = ConstantLink{50};
    return measureRecovery(make, table_, scenario, pulse, 3, 1);
  }

 private Q_SLOTS:
  void aPulseChangesWhatItSaysWhileItLasts() {
    Conditions conditions;
    conditions.linkMbps = StepSeries({0, 4}, {10, 20}, 8);  // repeats itself
    conditions.deviceLoad = StepSeries(0.5);
    const Conditions disturbed = withPulse(conditions, {10, 2.5, 0.5, 0.9, 0.1}, 30);
    for (const double atS : {0.5, 5.0, 9.9, 12.6, 14.0, 29.0}) {
      QCOMPARE(disturbed.linkMbps.at(atS), conditions.linkMbps.at(atS));
      QCOMPARE(disturbed.deviceLoad.at(atS), 0.5);
      QCOMPARE(disturbed.edgeLoad.at(atS), 0.0);
    }
    QCOMPARE(disturbed.linkMbps.at(10.5), 1.0);
    QCOMPARE(disturbed.linkMbps.at(12.1), 2.0);
    QCOMPARE(disturbed.deviceLoad.at(11), 0.75);
    QCOMPARE(disturbed.edgeLoad.at(11), 0.9);
    QCOMPARE(disturbed.rttMs.at(11), conditions.rttMs.at(11));
    // Together they leave something.
    QCOMPARE(withPulse(conditions, {10, 2, 0.95, 0, 1}, 30).deviceLoad.at(11), 0.95);
  }
  void wrongPulsesAreRefused() {
    const Conditions conditions;
    for (const Pulse& pulse : {Pulse{0, 2, 0.5, 0, 1}, Pulse{10, 0, 0.5, 0, 1}, Pulse{10, 20, 0.5, 0, 1},
                               Pulse{10, 2, 0.96, 0, 1}, Pulse{10, 2, 0, -0.1, 1}, Pulse{10, 2, 0, 0, 0}}) {
      QVERIFY_THROWS_EXCEPTION(Error, withPulse(conditions, pulse, 30));
    }
  }
  void sayWhatTheyAre() {
    QCOMPARE(toText(Pulse{10, 2, 0, 0.9, 1}), std::string("edge load 0.90 for 2.0 s"));
    QCOMPARE(toText(Pulse{10, 0.5, 0.5, 0, 0.01}), std::string("device load 0.50 + link x 0.01 for 0.5 s"));
  }
  void whoDoesNotHeedThePulseIsBackAtOnce() {
    const Recovery recovery = recoveryOf(0, {10, 2, 0, 0.9, 1});
    QCOMPARE(recovery.recoveryS, 0.0);
    QCOMPARE(recovery.shareInPulse, 1.0);
    QCOMPARE(recovery.shareAfter2S, 1.0);
  }
  void whoRemembersItComesBackLater() {
    const Recovery recovery = recoveryOf(20, {10, 2, 0, 0.9, 1});  // 5 requests per second
    QVERIFY2(recovery.recoveryS > 2.5 && recovery.recoveryS < 6, qPrintable(QString::number(recovery.recoveryS)));
    QVERIFY(recovery.shareInPulse < 0.5);
    QVERIFY(recovery.shareAfter2S < 0.9);
    QVERIFY(recoveryOf(5, {10, 2, 0, 0.9, 1}).recoveryS < recovery.recoveryS);
  }
  void whoNeverForgetsItDoesNotComeBack() {
    const Recovery recovery = recoveryOf(1'000'000, {10, 2, 0, 0.9, 1});
    QVERIFY(recovery.recoveryS < 0);
    QCOMPARE(recovery.shareAfter2S, 0.0);
  }
  void everyRuleComesBack() {
    const Scenario demo = findScenario("demo");
    for (const char* rule : {"greedy", "greedy-safe", "edgent", "neurosurgeon"}) {
      const PolicyFactory make = [&](const SimulatedEnvironment& environment, std::uint64_t seed) {
        return makePolicy(rule, {environment.table(), demo.reward, seed});
      };
      int changed = 0;
      for (const Pulse& pulse : {Pulse{10, 10, 0, 0.95, 1}, Pulse{10, 2, 0.95, 0, 1}, Pulse{10, 10, 0, 0, 0.01},
                                 Pulse{10, 0.5, 0, 0.9, 0.1}}) {
        const Recovery recovery = measureRecovery(make, table_, demo, pulse, 4, 1);
        QVERIFY2(recovery.recoveryS >= 0 && recovery.recoveryS <= 2, (rule + (": " + toText(pulse))).c_str());
        changed += recovery.shareInPulse < 0.9 ? 1 : 0;
      }
      QVERIFY2(changed >= 2, rule);  // it did heed them
    }
  }
  void theStandardPulsesCoverAllSides() {
    const auto pulses = standardPulses();
    QCOMPARE(pulses.size(), std::size_t{36});
    for (const Pulse& pulse : pulses) QVERIFY(pulse.deviceLoad > 0 || pulse.edgeLoad > 0 || pulse.linkFactor < 1);
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestRecovery)
#include "test_rl_recovery.moc"
