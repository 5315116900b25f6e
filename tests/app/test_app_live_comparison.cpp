// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "app/experiment/live_comparison.h"
#include "app/experiment/local_agent.h"
#include "core/types/error.h"
#include "shipped_model.h"
#include "tests/main/test_main.h"

namespace cleave {
namespace {

LiveRow row(double measuredMs, double predictedMs) {
  LiveRow row;
  row.measuredMeanMs = measuredMs;
  row.predictedMeanMs = predictedMs;
  return row;
}

LivePlan planOf(std::vector<std::string> policies) {
  LivePlan plan;
  plan.model = shippedModel();
  plan.scenario = LiveScenario::realise(findScenario("lte-walk"), 1);
  plan.policies = std::move(policies);
  return plan;
}

}  // namespace

class TestLiveComparison : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void differencesAreRelativeToWhatWasMeasured() {
    const LiveComparison comparison{{row(100, 96), row(50, 51)}};
    QVERIFY(qAbs(comparison.rows[0].difference() + 0.04) < 1e-12);
    QVERIFY(qAbs(comparison.rows[1].difference() - 0.02) < 1e-12);
    QVERIFY(qAbs(comparison.worstDifference() - 0.04) < 1e-12);
    QCOMPARE(row(0, 5).difference(), 0.0);
  }
  void ordersAreCompared() {
    QVERIFY((LiveComparison{{row(100, 96), row(50, 51), row(70, 60)}}.sameOrder()));
    QVERIFY(!(LiveComparison{{row(100, 96), row(50, 99)}}.sameOrder()));
    QVERIFY((LiveComparison{{row(100, 96), row(100.5, 90)}}.sameOrder()));  // measured the same
    QVERIFY((LiveComparison{{row(100, 96), row(120, 95.5)}}.sameOrder()));  // predicted the same
    QVERIFY(LiveComparison{}.sameOrder());
    LiveRow unsure = row(104, 90);
    unsure.measuredErrorMs = 3;  // 104 may as well be 98
    QVERIFY((LiveComparison{{row(100, 96), unsure}}.sameOrder()));
    unsure.measuredErrorMs = 1;
    QVERIFY(!(LiveComparison{{row(100, 96), unsure}}.sameOrder()));
  }
  void wrongPoliciesAreToldBeforeAnythingStarts_data() {
    QTest::addColumn<QString>("policy");
    QTest::newRow("unknown") << "clever";
    QTest::newRow("no such decision") << "fixed:9/9/9";
    QTest::newRow("no such file") << "sac-d:/no/such/file";
  }
  void wrongPoliciesAreToldBeforeAnythingStarts() {
    QFETCH(QString, policy);
    bool started = false;
    LiveEvents events;
    events.phase = [&](auto&&...) { started = true; };
    QVERIFY_EXCEPTION_THROWN(compareLive(planOf({"greedy", policy.toStdString()}), events, {}), Error);
    QVERIFY(!started);
    QVERIFY_EXCEPTION_THROWN(compareLive(planOf({}), events, {}), UsageError);
  }
  void anAgentOfItsOwnIsUsed() {
    LocalAgent agent({1, "none"});
    LivePlan plan = planOf({"device-only"});
    plan.agent = net::toText(agent.address());
    plan.requests = 3;
    plan.profileRepeats = 1;
    const LiveComparison comparison = compareLive(plan, {}, {});
    QCOMPARE(comparison.rows.size(), std::size_t{1});
    QCOMPARE(comparison.rows[0].requests, std::uint64_t{3});
    QVERIFY(comparison.rows[0].measuredMeanMs > 0 && comparison.rows[0].failed == 0);
    plan.agent = "no address";
    QVERIFY_EXCEPTION_THROWN(compareLive(plan, {}, {}), UsageError);
  }
  void stoppedBeforeItBegan() {
    std::stop_source stop;
    stop.request_stop();
    QVERIFY_EXCEPTION_THROWN(compareLive(planOf({"greedy"}), {}, stop.get_token()), Cancelled);
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestLiveComparison)
#include "test_app_live_comparison.moc"
