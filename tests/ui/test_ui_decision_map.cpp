// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QComboBox>
#include <QSignalSpy>
#include <QTest>

#include "tests/main/test_main.h"
#include "tests/ui/insights.h"
#include "ui/policy/decision_map_panel.h"
#include "ui/policy/decision_map_view.h"
#include "ui/policy/segment_bar.h"

using namespace cleave;
using namespace cleave::ui;

/// Two maps beside each other.
class TestUiDecisionMap : public QObject {
  Q_OBJECT

  static void choose(DecisionMapPanel& panel, int side, const char* policy) {
    QComboBox& box = panel.box(side);
    box.setFocus();
    const int wanted = box.findData(QString::fromLatin1(policy));
    QVERIFY(wanted >= 0);
    while (box.currentIndex() != wanted) {
      QTest::keyClick(&box, box.currentIndex() < wanted ? Qt::Key_Down : Qt::Key_Up);
    }
  }

 private Q_SLOTS:
  void placesAndCells() {
    DecisionMapView view;
    view.resize(300, 240);
    QCOMPARE(view.textAt(view.plot().center()), QString());
    view.setData(samples::decisionMap(QStringLiteral("greedy")));
    view.setExtent({2, 5});
    const QRectF plot = view.plot();
    // The middle of the first column is 1 Mbit/s, that of the last 1000; the lowest row is no load.
    QVERIFY(std::abs(view.placeOf({1, 0, 0, 0, 0}).x() - (plot.left() + plot.width() / 8)) < 1e-6);
    QVERIFY(std::abs(view.placeOf({1000, 0, 0.9, 0, 0}).x() - (plot.right() - plot.width() / 8)) < 1e-6);
    QVERIFY(view.placeOf({10, 0, 0.9, 0, 0}).y() < view.placeOf({10, 0, 0, 0, 0}).y());
    QVERIFY(plot.adjusted(-1, -1, 1, 1).contains(view.placeOf({0, 0, 0.99, 0, 0})));
    const QString text = view.textAt(view.placeOf({10, 0, 0.45, 0, 0}));
    for (const char* part :
         {"10.0 Mbit/s, device load 0.45", "greedy chooses 2 / 3 / 8", "80.0 ms, within target", "90.0 %"})
      QVERIFY2(text.contains(QLatin1String(part)), qPrintable(text));
    QVERIFY(view.textAt(view.placeOf({10, 0, 0.9, 0, 0})).contains(QLatin1String("120 ms, over target")));
    QCOMPARE(view.textAt({1, 1}), QString());
  }
  void drawnInTheColoursOfThePart() {
    DecisionMapView view;
    view.resize(300, 240);
    view.setExtent({2, 5});
    view.setData(samples::decisionMap(QStringLiteral("greedy")));
    view.setLive(WhatIfValues{10, 0, 0, 0, 100});
    const auto pixel = [&](double mbps) {
      return view.grab().toImage().pixelColor(view.placeOf({mbps, 0, 0.9, 0, 0}).toPoint());
    };
    const Colours& colours = coloursOf(view);
    QCOMPARE(pixel(1), exitColour(colours, 1, 2));
    QCOMPARE(pixel(100), exitColour(colours, 2, 2));
    view.setPart(DecisionPart::Partition);
    QCOMPARE(pixel(100), partitionColour(colours, 3, 5));
    view.setPart(DecisionPart::Bits);
    QCOMPARE(pixel(100), bitsColour(colours, 8));
  }
  void clicksAndKeysAsk() {
    DecisionMapView view;
    view.resize(300, 240);
    view.setData(samples::decisionMap(QStringLiteral("greedy")));
    view.show();
    QSignalSpy spy(&view, &DecisionMapView::asked);
    QTest::mouseClick(&view, Qt::LeftButton, {}, view.placeOf({100, 0, 0.45, 0, 0}).toPoint());
    QCOMPARE(spy.count(), 1);
    QCOMPARE(spy.at(0).at(0).toDouble(), 100.0);
    QCOMPARE(spy.at(0).at(1).toDouble(), 0.45);
    QTest::mouseClick(&view, Qt::LeftButton, {}, QPoint(1, 1));  // beside the map
    QCOMPARE(spy.count(), 1);
    view.setFocus();
    for (const int key : {Qt::Key_Right, Qt::Key_Right, Qt::Key_Up, Qt::Key_Return})
      QTest::keyClick(&view, Qt::Key(key));
    QCOMPARE(spy.last().at(0).toDouble(), 1000.0);  // held at the rim
    QCOMPARE(spy.last().at(1).toDouble(), 0.9);
    QVERIFY(view.accessibleDescription().contains(QLatin1String("device load 0.90")));
  }
  void policiesAreChosenOnEitherSide() {
    DecisionMapPanel panel;
    panel.resize(500, 320);
    panel.show();
    QSignalSpy spy(&panel, &DecisionMapPanel::policyChosen);
    QVERIFY(panel.isEmpty());
    QVERIFY(panel.emptyText().contains(QLatin1String("Ctrl+O")));
    panel.setPolicies({QStringLiteral("greedy"), QStringLiteral("edgent"), QStringLiteral("trained:demo")});
    QCOMPARE(panel.policy(0), QString());
    QCOMPARE(panel.policy(1), QStringLiteral("greedy"));
    panel.setRunPolicy(QStringLiteral("trained:demo"));
    QCOMPARE(panel.policy(0), QStringLiteral("trained:demo"));
    QCOMPARE(spy.last().at(0).toInt(), 0);
    QCOMPARE(spy.last().at(1).toString(), QStringLiteral("trained:demo"));
    panel.setMap(0, samples::decisionMap(QStringLiteral("trained:demo")));
    QVERIFY(!panel.isEmpty());
    choose(panel, 1, "edgent");
    QCOMPARE(spy.last().at(1).toString(), QStringLiteral("edgent"));
    panel.setMap(1, samples::decisionMap(QStringLiteral("greedy")));  // too late
    QVERIFY(!panel.view(1).data());
    panel.setMap(1, samples::decisionMap(QStringLiteral("edgent"), 2));
    QVERIFY(panel.view(1).data());
    choose(panel, 0, "greedy");
    const auto count = spy.count();
    panel.setRunPolicy(QStringLiteral("random"));  // the left side was taken from the run
    QCOMPARE(spy.count(), count);
    panel.setPolicies({QStringLiteral("edgent"), QStringLiteral("random")});
    QCOMPARE(panel.policy(1), QStringLiteral("edgent"));
    QCOMPARE(panel.policy(0), QStringLiteral("random"));  // greedy is gone: the run's again
  }
  void agreementIsOfThePartShown() {
    DecisionMapPanel panel;
    panel.resize(500, 320);
    panel.setPolicies({QStringLiteral("greedy")});
    panel.setRunPolicy(QStringLiteral("edgent"));
    panel.setMap(0, samples::decisionMap(QStringLiteral("edgent"), 3));
    panel.setMap(1, samples::decisionMap(QStringLiteral("greedy"), 2));
    panel.show();
    QTest::mouseClick(&panel.partBar(), Qt::LeftButton, {}, panel.partBar().segmentRect(0).center());
    QCOMPARE(panel.note(), QStringLiteral("agree in 100 %"));
    QTest::keyClick(&panel.partBar(), Qt::Key_Right);
    QCOMPARE(panel.note(), QStringLiteral("agree in 0 %"));
    panel.resize(320, 300);  // no room for it
    QCOMPARE(panel.note(), QString());
  }
  void progressFailureAndNothing() {
    DecisionMapPanel panel;
    panel.resize(320, 300);
    panel.setPolicies({QStringLiteral("greedy")});
    QVERIFY(panel.view(0).message().contains(QLatin1String("Choose")));
    panel.setProgress(1, 0.25);
    QCOMPARE(panel.view(1).message(), QStringLiteral("computing, 25 %"));
    panel.setMap(1, samples::decisionMap(QStringLiteral("greedy")));
    QVERIFY(panel.view(1).message().isEmpty());
    panel.setProgress(1, 0.5);  // the old one stays in sight
    QVERIFY(panel.view(1).message().isEmpty());
    panel.setFailure(1, QStringLiteral("The file is gone."));
    QCOMPARE(panel.view(1).message(), QStringLiteral("The file is gone."));
    QVERIFY(!panel.view(1).data());
    panel.grab();
    panel.setAsked(WhatIfValues{});
    panel.clear();
    QVERIFY(panel.isEmpty());
  }
  void aClickOnEitherMapAsks() {
    DecisionMapPanel panel;
    panel.resize(600, 360);
    panel.setPolicies({QStringLiteral("greedy")});
    panel.setMap(1, samples::decisionMap(QStringLiteral("greedy")));
    panel.show();
    QSignalSpy spy(&panel, &DecisionMapPanel::asked);
    QTest::mouseClick(&panel.view(1), Qt::LeftButton, {}, panel.view(1).placeOf({10, 0, 0, 0, 0}).toPoint());
    QCOMPARE(spy.count(), 1);
    QCOMPARE(spy.at(0).at(0).toDouble(), 10.0);
  }
};

CLEAVE_GUI_TEST(TestUiDecisionMap)
#include "test_ui_decision_map.moc"
