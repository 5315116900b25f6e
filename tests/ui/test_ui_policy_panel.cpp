// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QComboBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>

#include "tests/main/test_main.h"
#include "tests/ui/insights.h"
#include "ui/policy/heat_map.h"
#include "ui/policy/insight_arrangement.h"
#include "ui/policy/policy_insight_panel.h"
#include "ui/policy/segment_bar.h"
#include "ui/policy/top_decisions.h"
#include "ui/policy/what_if.h"

using namespace cleave;
using namespace cleave::ui;

/// The whole policy panel: live, asked, arranged.
class TestUiPolicyPanel : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void slidersAreLogarithmicAndComeBack() {
    for (int i = 0; i < WhatIf::Knobs; ++i) {
      const auto knob = static_cast<WhatIf::Knob>(i);
      for (int step = 0; step <= WhatIf::kSteps; step += 10) {
        QVERIFY(std::abs(WhatIf::stepOf(knob, WhatIf::valueAt(knob, step)) - step) <= 3);
      }
      QVERIFY(WhatIf::valueAt(knob, 0) < WhatIf::valueAt(knob, WhatIf::kSteps));
    }
    QCOMPARE(WhatIf::valueAt(WhatIf::Bandwidth, 0), 0.2);
    QCOMPARE(WhatIf::valueAt(WhatIf::Bandwidth, WhatIf::kSteps), 300.0);
    QCOMPARE(WhatIf::valueAt(WhatIf::DeviceLoad, WhatIf::kSteps), 0.95);
    QCOMPARE(WhatIf::stepOf(WhatIf::Bandwidth, 0), 0);  // unknown
  }
  void slidersFollowUntilTouched() {
    WhatIf whatIf;
    whatIf.show();
    QSignalSpy asked(&whatIf, &WhatIf::asked);
    QSignalSpy followed(&whatIf, &WhatIf::followed);
    const WhatIfValues live{8.123, 12.3, 0.31, 0.02, 100};
    whatIf.setLive(live);
    QCOMPARE(asked.count(), 0);
    QCOMPARE(whatIf.values(), live);
    QTest::keyClick(whatIf.slider(WhatIf::DeviceLoad), Qt::Key_PageUp);
    QCOMPARE(asked.count(), 1);
    QVERIFY(!whatIf.following());
    WhatIfValues expected = live;  // what nobody touched keeps every digit
    expected.deviceLoad = whatIf.values().deviceLoad;
    QVERIFY(expected.deviceLoad > 0.31);
    QCOMPARE(whatIf.values(), expected);
    whatIf.setLive({1, 1, 0, 0, 50});
    QCOMPARE(whatIf.values(), expected);
    QTest::keyClick(whatIf.slider(WhatIf::Target), Qt::Key_Escape);
    QVERIFY(whatIf.following());
    QCOMPARE(followed.count(), 1);
    QCOMPARE(whatIf.values(), (WhatIfValues{1, 1, 0, 0, 50}));
    QTest::keyClick(whatIf.slider(WhatIf::Bandwidth), Qt::Key_Left);
    QVERIFY(!whatIf.following());
    QTest::mouseClick(whatIf.findChild<QPushButton*>(QStringLiteral("followRun")), Qt::LeftButton);
    QVERIFY(whatIf.following());
    whatIf.follow();  // already
    QCOMPARE(followed.count(), 2);
  }
  void emptyItSaysWhatToDo() {
    PolicyInsightPanel panel;
    QVERIFY(panel.isEmpty());
    QVERIFY(panel.emptyText().contains(QLatin1String("Ctrl+O")));
    panel.setInsight(samples::insight());
    QVERIFY(!panel.isEmpty());
    QCOMPARE(panel.note(), spaced(samples::insight()->chosenOne()->decision));
    panel.setFailure(QStringLiteral("This policy was trained for another model."));
    QVERIFY(panel.isEmpty());
    QVERIFY(panel.emptyText().contains(QLatin1String("another model")));
    panel.setInsight(samples::insight());
    QVERIFY(!panel.isEmpty());
    panel.clear();
    QVERIFY(panel.isEmpty());
  }
  void liveAndAskedDoNotMix() {
    PolicyInsightPanel panel;
    panel.resize(640, 500);
    panel.show();
    QSignalSpy asked(&panel, &PolicyInsightPanel::asked);
    QSignalSpy followed(&panel, &PolicyInsightPanel::followed);
    panel.setInsight(samples::insight(true, 20));
    panel.setInsight(samples::insight(false, 30));  // nobody asked any more
    QCOMPARE(panel.insight()->chosen, 20);
    panel.ask(2.5, 0.6);
    QCOMPARE(asked.count(), 1);
    const auto values = asked.takeFirst().at(0).value<WhatIfValues>();
    QCOMPARE(values, (WhatIfValues{2.5, 10, 0.6, 0, 100}));
    panel.setInsight(samples::insight(true, 21));  // the run goes on behind it
    QCOMPARE(panel.insight()->chosen, 20);
    panel.setInsight(samples::insight(false, 30));
    QCOMPARE(panel.insight()->chosen, 30);
    QVERIFY(panel.note().startsWith(QLatin1String("what if: ")));
    QTest::keyClick(panel.whatIf().slider(WhatIf::Rtt), Qt::Key_Escape);
    QCOMPARE(followed.count(), 1);
    panel.setInsight(samples::insight(true, 22));
    QCOMPARE(panel.insight()->chosen, 22);
    panel.ask(1, 0);
    panel.clear();  // a new run is followed, without asking anybody
    QVERIFY(panel.whatIf().following());
    QCOMPARE(followed.count(), 1);
  }
  void chanceHasNoDecision() {
    PolicyInsightPanel panel;
    panel.setInsight(samples::insight(true, -1));
    QCOMPARE(panel.note(), QStringLiteral("random"));
    panel.resize(400, 600);
    panel.grab();
  }
  void controlsReachTheMap() {
    PolicyInsightPanel panel;
    panel.resize(640, 500);
    panel.setInsight(samples::insight());
    panel.show();
    QCOMPARE(panel.bitsBar().segments().size(), 7);
    QTest::mouseClick(&panel.bitsBar(), Qt::LeftButton, {}, panel.bitsBar().segmentRect(3).center());
    QCOMPARE(panel.heatMap().bits(), 4);
    panel.bitsBar().setFocus();
    QTest::keyClick(&panel.bitsBar(), Qt::Key_Home);
    QCOMPARE(panel.heatMap().bits(), 0);
    panel.measureBox().setCurrentIndex(static_cast<int>(InsightMeasure::Latency));
    QCOMPARE(panel.heatMap().measure(), InsightMeasure::Latency);
    QCOMPARE(panel.measureBox().itemText(static_cast<int>(InsightMeasure::Score)), QStringLiteral("actor score"));
    auto rule = samples::insight();
    rule->scores = ScoreMeaning::None;
    panel.setInsight(rule);
    QCOMPARE(panel.measureBox().itemText(static_cast<int>(InsightMeasure::Score)), QStringLiteral("critic value"));
    panel.measureBox().setCurrentIndex(static_cast<int>(InsightMeasure::Score));
    panel.grab();  // says that there is none
    panel.setInsight(samples::insight());
    QTest::mouseClick(&panel.bitsBar(), Qt::LeftButton, {}, panel.bitsBar().segmentRect(1).center());
    QTest::mouseClick(panel.topDecisions().viewport(), Qt::LeftButton, {},
                      panel.topDecisions().visualRect(panel.topDecisions().rows().index(0, 0)).center());
    QCOMPARE(panel.heatMap().cursor(), samples::insight()->chosen);
    QCOMPARE(panel.bitsBar().current(), 0);
  }
  void sectionsFindTheirPlaces_data() {
    QTest::addColumn<QSize>("size");
    QTest::addColumn<int>("tabs");
    QTest::newRow("dock") << QSize(320, 300) << 3;
    QTest::newRow("smallest") << QSize(280, 200) << 3;
    QTest::newRow("column") << QSize(320, 640) << 0;
    QTest::newRow("between") << QSize(320, 470) << 2;
    QTest::newRow("wide") << QSize(700, 600) << 0;
    QTest::newRow("flat") << QSize(700, 300) << 2;
  }
  void sectionsFindTheirPlaces() {
    QFETCH(const QSize, size);
    QFETCH(const int, tabs);
    PolicyInsightPanel panel;
    panel.setInsight(samples::insight());
    panel.show();
    panel.resize(size);
    QCOMPARE(panel.size(), size);
    auto* bar = panel.findChild<SegmentBar*>(QStringLiteral("insightTabs"));
    QCOMPARE(bar->isVisible() ? static_cast<int>(bar->segments().size()) : 0, tabs);
    const QList<QWidget*> parts{&panel.heatMap(), &panel.topDecisions(), &panel.whatIf()};
    for (int i = 0; i < 3; ++i) {
      const int tab = i - (3 - tabs);
      if (tab >= 0) {
        QTest::mouseClick(bar, Qt::LeftButton, {}, bar->segmentRect(tab).center());
        QCOMPARE(bar->current(), tab);
      }
      QVERIFY(parts[i]->isVisible());
      const QRect inside(parts[i]->mapTo(&panel, QPoint(0, 0)), parts[i]->size());
      QVERIFY2(panel.rect().contains(inside), qPrintable(QString::number(i)));
    }
  }
};

CLEAVE_GUI_TEST(TestUiPolicyPanel)
#include "test_ui_policy_panel.moc"
