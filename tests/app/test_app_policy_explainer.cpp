// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QComboBox>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QSlider>
#include <QtTest>

#include "app/common/trained_policies.h"
#include "app/workbench/adapters/ui_data.h"
#include "app/workbench/policy/policy_panels.h"
#include "rl/learn/any_policy.h"
#include "rl/predict/machines.h"
#include "tests/app/shipped_model.h"
#include "tests/main/test_main.h"
#include "tests/rl/alexnet_table.h"
#include "ui/policy/decision_map_view.h"
#include "ui/policy/what_if.h"

namespace cleave::workbench {

/// Explanations on their own thread, and both panels on top of them.
class TestPolicyExplainer : public QObject {
  Q_OBJECT

  static constexpr int kWaitMs = 10'000;  // sanitizers and busy machines are slow
  std::shared_ptr<const DecisionTable> table_ = test::alexnetTable();

  /// The answers of an explainer, in the order they came.
  struct Answers {
    explicit Answers(PolicyExplainer& explainer) {
      QObject::connect(&explainer, &PolicyExplainer::explained, &explainer, [this](auto insight) {
        onThisThread = onThisThread && QThread::currentThread() == qApp->thread();
        all.push_back(std::move(insight));
      });
      QObject::connect(&explainer, &PolicyExplainer::mapped, &explainer,
                       [this](int side, auto map) { maps[static_cast<std::size_t>(side)].push_back(std::move(map)); });
    }
    [[nodiscard]] const ui::PolicyInsight* last(bool live) const {
      for (auto at = all.rbegin(); at != all.rend(); ++at) {
        if ((*at)->live == live) return at->get();
      }
      return nullptr;
    }
    std::vector<std::shared_ptr<const ui::PolicyInsight>> all;
    std::array<std::vector<std::shared_ptr<const ui::DecisionMapData>>, 2> maps;
    bool onThisThread = true;
  };

 private Q_SLOTS:
  void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

  void aLiveObservationIsExplained() {
    PolicyExplainer explainer;
    Answers answers(explainer);
    explainer.setTable(table_, {}, "ours");
    explainer.setPolicy("greedy");
    const Observation o = idleObservation(100);
    explainer.observe(o, -1);
    QTRY_VERIFY_WITH_TIMEOUT(answers.last(true), kWaitMs);
    const auto* insight = answers.last(true);
    QCOMPARE(insight->chosen, learn::makeAnyPolicy("greedy", {*table_, {}})->decide(o));
    QCOMPARE(insight->decisions.size(), static_cast<std::size_t>(table_->size()));
    QCOMPARE(insight->values, valuesOf(o));
    QCOMPARE(insight->policy, QStringLiteral("greedy"));
    QVERIFY(answers.onThisThread);
    explainer.observe(o, 7);  // what the run took is true, whatever is computed here
    QTRY_VERIFY_WITH_TIMEOUT(answers.last(true)->chosen == 7, kWaitMs);
  }
  void shippedPoliciesAreExplainedByName() {
    const auto model = shippedModel();
    MachineNames names;
    const auto table = makeTable(model->manifest, machinesFor(model->manifest, names));
    PolicyExplainer explainer;
    Answers answers(explainer);
    explainer.setTable(table, {}, model->manifest.name);
    explainer.setPolicy("trained:demo");
    explainer.observe(idleObservation(80), -1);
    QTRY_VERIFY_WITH_TIMEOUT(answers.last(true), kWaitMs);
    QCOMPARE(answers.last(true)->scores, ui::ScoreMeaning::Value);
    QVERIFY(answers.last(true)->entropy > 0);
    const auto policy = learn::makeAnyPolicy(resolvedPolicy("trained:demo"), {*table, {}, 1, model->manifest.name});
    for (const double mbps : {0.5, 5.0, 50.0}) {
      ui::WhatIfValues values = valuesOf(idleObservation(80));
      values.bandwidthMbps = mbps;
      const auto before = answers.all.size();
      QElapsedTimer timer;
      timer.start();
      explainer.ask(values);
      while (answers.all.size() == before && timer.elapsed() < kWaitMs) QCoreApplication::processEvents();
      qInfo("what-if answered after %.2f ms", static_cast<double>(timer.nsecsElapsed()) * 1e-6);
      QVERIFY(answers.last(false));
      QCOMPARE(answers.last(false)->chosen, policy->decide(observationWith(idleObservation(80), values)));
    }
  }
  void onlyTheLatestQuestionHasToBeAnswered() {
    PolicyExplainer explainer;
    Answers answers(explainer);
    explainer.setTable(table_, {}, "ours");
    explainer.setPolicy("greedy");
    explainer.observe(idleObservation(100), -1);
    ui::WhatIfValues values;
    for (int i = 1; i <= 500; ++i) {
      values.bandwidthMbps = 0.5 * i;
      explainer.ask(values);
    }
    QTRY_VERIFY_WITH_TIMEOUT(answers.last(false) && answers.last(false)->values.bandwidthMbps == 250, kWaitMs);
    QVERIFY(answers.all.size() <= 502);
    explainer.follow();
    const auto before = answers.all.size();
    QTRY_VERIFY_WITH_TIMEOUT(answers.all.size() > before, kWaitMs);
    QVERIFY(answers.all.back()->live);
  }
  void nothingComesOfWhatWasReplaced() {
    PolicyExplainer explainer;
    Answers answers(explainer);
    explainer.setTable(table_, {}, "ours");
    explainer.setPolicy("greedy");
    explainer.setMap(0, "greedy");
    explainer.observe(idleObservation(100), -1);
    QTest::qSleep(100);  // answers lie in the queue
    explainer.setPolicy("device-only");
    QTRY_VERIFY_WITH_TIMEOUT(answers.last(true) && !answers.maps[0].empty(), kWaitMs);
    for (const auto& one : answers.all) QCOMPARE(one->policy, QStringLiteral("device-only"));
    QTest::qSleep(100);
    const auto count = answers.all.size();
    explainer.observe(idleObservation(50), -1);
    QTest::qSleep(100);
    explainer.setTable(nullptr, {}, {});
    QTest::qWait(100);
    QCOMPARE(answers.all.size(), count);
  }
  void aPolicyThatCannotBeMadeIsToldOnce() {
    PolicyExplainer explainer;
    Answers answers(explainer);
    QSignalSpy failed(&explainer, &PolicyExplainer::failed);
    QSignalSpy mapFailed(&explainer, &PolicyExplainer::mapFailed);
    explainer.setTable(table_, {}, "ours");
    explainer.setPolicy("policy:/no/such/file");
    explainer.setMap(1, "gready");
    for (int i = 0; i < 5; ++i) {
      explainer.observe(idleObservation(100), -1);
      QTest::qWait(110);
    }
    QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, kWaitMs);
    QTRY_COMPARE_WITH_TIMEOUT(mapFailed.count(), 1, kWaitMs);
    QVERIFY(failed.at(0).at(0).toString().contains(QLatin1String("/no/such/file")));
    QVERIFY(mapFailed.at(0).at(1).toString().contains(QLatin1String("is not a policy")));
    QVERIFY(answers.all.empty());
    explainer.setPolicy("greedy");
    QTRY_VERIFY_WITH_TIMEOUT(answers.last(true), kWaitMs);
  }
  void mapsOfBothSides() {
    PolicyExplainer explainer;
    Answers answers(explainer);
    explainer.setTable(table_, {}, "ours");
    explainer.setPolicy("greedy");
    explainer.setMap(0, "greedy");
    explainer.setMap(1, "edgent");
    explainer.observe(idleObservation(100), -1);
    QTRY_VERIFY_WITH_TIMEOUT(!answers.maps[0].empty() && !answers.maps[1].empty(), kWaitMs);
    QCOMPARE(answers.maps[1].back()->policy, QStringLiteral("edgent"));
    const auto policy = learn::makeAnyPolicy("edgent", {*table_, {}});
    const auto& map = *answers.maps[1].back();
    for (std::size_t row = 0; row < map.deviceLoad.size(); row += 5) {
      for (std::size_t column = 0; column < map.bandwidthMbps.size(); column += 5) {
        ui::WhatIfValues values = map.values;
        values.bandwidthMbps = map.bandwidthMbps[column];
        values.deviceLoad = map.deviceLoad[row];
        const int decision = policy->decide(observationWith(idleObservation(100), values));
        QVERIFY(map.at(column, row).decision == table_->at(decision).decision);
      }
    }
    explainer.observe(idleObservation(40), -1);  // another target: both anew
    QTRY_COMPARE_WITH_TIMEOUT(answers.maps[0].back()->values.targetMs, 40.0, kWaitMs);
    QTRY_COMPARE_WITH_TIMEOUT(answers.maps[1].back()->values.targetMs, 40.0, kWaitMs);
  }
  void itEndsInTheMiddleOfAMap() {
    for (int i = 0; i < 20; ++i) {
      PolicyExplainer explainer;
      explainer.setTable(table_, {}, "ours");
      explainer.setMap(0, "greedy");
      explainer.observe(idleObservation(100), -1);
      QTest::qSleep(i / 4);
    }
  }
  void panelsBeforeARunAndWithOne() {
    ui::PolicyInsightPanel insight;
    ui::DecisionMapPanel maps;
    PolicyPanels panels(insight, maps);
    panels.setPolicies({QStringLiteral("greedy"), QStringLiteral("edgent")});
    panels.setPolicy(QStringLiteral("greedy"));
    panels.setModel(shippedModel(), "none");
    QTRY_VERIFY_WITH_TIMEOUT(insight.insight() && maps.view(0).data() && maps.view(1).data(), kWaitMs);
    panels.setTarget(55);
    QTRY_COMPARE_WITH_TIMEOUT(insight.insight()->values.targetMs, 55.0, kWaitMs);
    // A click on the map moves the sliders, and the answer comes.
    maps.resize(600, 400);
    maps.show();
    const auto& view = maps.view(1);
    QTest::mouseClick(&maps.view(1), Qt::LeftButton, {}, view.placeOf({2, 0, 0.5, 0, 0}).toPoint());
    QVERIFY(!insight.whatIf().following());
    QTRY_VERIFY_WITH_TIMEOUT(!insight.insight()->live, kWaitMs);
    QCOMPARE(insight.insight()->values.bandwidthMbps, insight.whatIf().values().bandwidthMbps);
    // A run begins: as it tells, from a thread of its own.
    ExperimentEvents events;
    panels.attach(events);
    std::jthread run([&] {
      events.tabled(table_, {});
      Observation o = idleObservation(70);
      o.bandwidthMeanMbps = 3;
      events.observed(0, o, 5);
    });
    QTRY_VERIFY_WITH_TIMEOUT(insight.insight() && insight.insight()->live && insight.insight()->chosen == 5, kWaitMs);
    QVERIFY(insight.whatIf().following());
    QCOMPARE(insight.whatIf().values().bandwidthMbps, 3.0);
    // The user looks at an earlier request: what was observed then is explained, whatever comes.
    run.join();
    Observation later = idleObservation(70);
    later.bandwidthMeanMbps = 9;
    for (std::uint64_t request = 1; request < 20; ++request) events.observed(request, later, 6);
    QTRY_COMPARE_WITH_TIMEOUT(insight.whatIf().values().bandwidthMbps, 9.0, kWaitMs);
    panels.pick(0);
    QTRY_VERIFY_WITH_TIMEOUT(insight.insight()->picked.has_value(), kWaitMs);
    QCOMPARE(insight.whatIf().values().bandwidthMbps, 3.0);
    QCOMPARE(insight.insight()->chosen, 5);
    QVERIFY2(insight.note().startsWith(QLatin1String("request 0: ")), qPrintable(insight.note()));
    panels.pick(std::nullopt);
    QTRY_VERIFY_WITH_TIMEOUT(!insight.insight()->picked, kWaitMs);
    QCOMPARE(insight.whatIf().values().bandwidthMbps, 9.0);
    panels.setModel(nullptr, "none");
    QVERIFY(insight.isEmpty() && maps.isEmpty());
    QTest::qWait(100);
    QVERIFY(insight.isEmpty() && maps.isEmpty());
  }
  void aDeviceThatDoesNotExistIsTold() {
    ui::PolicyInsightPanel insight;
    ui::DecisionMapPanel maps;
    PolicyPanels panels(insight, maps);
    panels.setPolicy(QStringLiteral("greedy"));
    panels.setModel(shippedModel(), "toaster");
    QVERIFY(insight.isEmpty());
    QVERIFY(insight.emptyText().contains(QLatin1String("toaster")));
  }
};

}  // namespace cleave::workbench

CLEAVE_GUI_TEST(cleave::workbench::TestPolicyExplainer)
#include "test_app_policy_explainer.moc"
