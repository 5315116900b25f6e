// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QGuiApplication>
#include <QSignalSpy>
#include <QTest>
#include <set>

#include "tests/main/test_main.h"
#include "tests/ui/insights.h"
#include "ui/policy/entropy_meter.h"
#include "ui/policy/heat_map.h"
#include "ui/policy/segment_bar.h"
#include "ui/policy/top_decisions.h"

using namespace cleave;
using namespace cleave::ui;

/// The parts of the policy panel, each on its own.
class TestUiPolicy : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void segmentsByClickAndKeys() {
    SegmentBar bar(QStringLiteral("words"));
    QSignalSpy spy(&bar, &SegmentBar::chosen);
    bar.setSegments({QStringLiteral("one"), QStringLiteral("two"), QStringLiteral("three")});
    bar.resize(bar.sizeHint());
    QTest::mouseClick(&bar, Qt::LeftButton, {}, bar.segmentRect(1).center());
    QCOMPARE(bar.current(), 1);
    QTest::keyClick(&bar, Qt::Key_Right);
    QTest::keyClick(&bar, Qt::Key_Right);  // there is no fourth
    QCOMPARE(bar.current(), 2);
    QTest::keyClick(&bar, Qt::Key_Home);
    QTest::keyClick(&bar, Qt::Key_End);
    QTest::keyClick(&bar, Qt::Key_Left);
    QCOMPARE(bar.current(), 1);
    QCOMPARE(spy.count(), 5);
    bar.setCurrent(7);
    bar.setCurrent(0);  // no signal
    QCOMPARE(spy.count(), 5);
    bar.resize(bar.minimumSizeHint());
    QVERIFY(bar.segmentRect(2).right() < bar.width() + 1);
  }
  void everyDecisionHasItsOwnCell() {
    const auto insight = samples::insight();
    for (const QSizeF size : {QSizeF(300, 200), QSizeF(700, 500), QSizeF(260, 600)}) {
      const HeatLayout layout(insight->decisions, 0, QRectF({}, size));
      QCOMPARE(layout.maps().size(), std::size_t{6});
      QCOMPARE(layout.exits(), 2);
      std::set<std::pair<double, double>> places;
      for (std::size_t i = 0; i < insight->decisions.size(); ++i) {
        const QRectF cell = layout.cellOf(insight->decisions[i].decision);
        QVERIFY(QRectF({}, size).adjusted(-1, -1, 1, 1).contains(cell));
        QVERIFY(cell.width() > 1 && cell.height() > 1);
        QVERIFY(places.emplace(cell.x(), cell.y()).second);
        QCOMPARE(layout.at(cell.center()), static_cast<int>(i));
      }
      QCOMPARE(layout.at({-5, -5}), -1);
    }
  }
  void oneMapForOneBits() {
    const auto insight = samples::insight();
    const HeatLayout layout(insight->decisions, 4, {0, 0, 300, 200});
    QCOMPARE(layout.maps().size(), std::size_t{1});
    QVERIFY(layout.cellOf({2, 3, 8}).isNull());
    const int from = layout.at(layout.cellOf({1, 2, 4}).center());
    const auto at = [&](int index) { return insight->decisions[static_cast<std::size_t>(index)].decision; };
    QCOMPARE(at(layout.neighbour(from, 1, 0)), (Decision{1, 3, 4}));
    QCOMPARE(at(layout.neighbour(from, 0, 1)), (Decision{2, 2, 4}));
    const int left = layout.at(layout.cellOf({1, 0, 4}).center());
    QCOMPARE(layout.neighbour(left, -1, 0), left);
    QVERIFY(HeatLayout({}, 0, {0, 0, 100, 100}).maps().empty());
  }
  void heatMapTellsEveryNumber() {
    HeatMap map;
    map.resize(400, 300);
    QCOMPARE(map.textAt({50, 50}), QString());
    const auto insight = samples::insight();
    map.setInsight(insight);
    const auto& chosen = *insight->chosenOne();
    const QString text = map.textAt(map.cells().cellOf(chosen.decision).center());
    for (const char* part : {"probability 60.0 %", "actor score 6.00", "latency 80.0 ms, within target",
                             "accuracy 82.0 %", "predicted reward 0.82"}) {
      QVERIFY2(text.contains(QLatin1String(part)), qPrintable(text));
    }
    const QString masked = map.textAt(map.cells().cellOf({1, 0, 1}).center());
    QVERIFY(masked.contains(QLatin1String("not allowed now")));
    QVERIFY(!masked.contains(QLatin1String("probability")));
    map.grab();
  }
  void heatMapByKeysAndClicks() {
    HeatMap map;
    map.resize(400, 300);
    map.setInsight(samples::insight());
    map.setBits(4);
    map.show();
    QSignalSpy spy(&map, &HeatMap::activated);
    QTest::keyClick(&map, Qt::Key_Return);  // nothing to enter yet
    QCOMPARE(spy.count(), 0);
    QTest::keyClick(&map, Qt::Key_Right);
    QCOMPARE(map.cursor(), map.cells().first());
    const int first = map.cursor();
    QTest::keyClick(&map, Qt::Key_Right);
    QTest::keyClick(&map, Qt::Key_Down);
    QVERIFY(map.cursor() != first && map.cursor() >= 0);
    QVERIFY(map.accessibleDescription().contains(QLatin1String("exit 2, partition 1, 4 bits")));
    QTest::keyClick(&map, Qt::Key_Return);
    QCOMPARE(spy.takeFirst().at(0).toInt(), map.cursor());
    QTest::mouseClick(&map, Qt::LeftButton, {}, map.cells().cellOf({1, 0, 4}).center().toPoint());
    QCOMPARE(map.cursor(), first);
    QCOMPARE(spy.count(), 1);
    map.setBits(8);  // the cursor's cell is gone
    QCOMPARE(map.cursor(), -1);
    map.point(samples::insight()->chosen);  // of other bits, perhaps: all are shown then
    QCOMPARE(map.cursor(), samples::insight()->chosen);
  }
  void heatMapIsDrawnInItsColours() {
    HeatMap map;
    map.resize(500, 300);
    map.setInsight(samples::insight());
    map.setBits(4);
    map.setMeasure(InsightMeasure::Accuracy);
    const auto insight = samples::insight();
    const MeasureRange range = rangeOf(*insight, InsightMeasure::Accuracy);
    const QImage image = map.grab().toImage();
    for (const auto& one : insight->decisions) {
      if (one.decision.bits != 4) continue;
      const QRectF cell = map.cells().cellOf(one.decision);
      const QColor wanted = heatColour(coloursOf(map), InsightMeasure::Accuracy, range.place(one.accuracy));
      const QColor drawn = image.pixelColor((cell.topLeft() + QPointF(5, 4)).toPoint());
      QVERIFY(std::abs(drawn.red() - wanted.red()) <= 2 && std::abs(drawn.green() - wanted.green()) <= 2);
    }
  }
  void whereAllIsTooSmallTheChosenBitsAreShown() {
    HeatMap map;
    map.setMinimumSize(1, 1);
    map.show();
    map.resize(220, 40);
    const auto insight = samples::insight(true, 20);
    map.setInsight(insight);
    QCOMPARE(map.cells().maps().size(), std::size_t{1});
    QCOMPARE(map.cells().maps().front().bits, insight->chosenOne()->decision.bits);
    const auto next = samples::insight(true, 21);
    map.setInsight(next);
    QCOMPARE(map.cells().maps().front().bits, next->chosenOne()->decision.bits);
    map.resize(500, 400);
    QCOMPARE(map.cells().maps().size(), std::size_t{6});
  }
  void rangesFitWhatIsShown() {
    auto insight = samples::insight();
    QCOMPARE(rangeOf(*insight, InsightMeasure::Probability).high, 1.0);
    QCOMPARE(rangeOf(*insight, InsightMeasure::Latency).high, 200.0);  // twice the target
    insight->values.targetMs = 0;
    QCOMPARE(rangeOf(*insight, InsightMeasure::Latency).high, insight->decisions.back().predictedMs);
    QVERIFY(whyNone(InsightMeasure::Score, ScoreMeaning::None).contains(QLatin1String("no critics")));
    QVERIFY(whyNone(InsightMeasure::Score, ScoreMeaning::Logit).isEmpty());
    QCOMPARE(toText(0.0001, InsightMeasure::Probability), QStringLiteral("< 0.1 %"));
    QCOMPARE(rangeOf(PolicyInsight{}, InsightMeasure::Reward).place(1), 1.0);
  }
  void topFive() {
    TopDecisions top;
    QAbstractItemModelTester tester(const_cast<TopDecisionsModel*>(&top.rows()),
                                    QAbstractItemModelTester::FailureReportingMode::QtTest);
    top.resize(top.sizeHint());
    QCOMPARE(top.rows().rowCount(), 0);
    const auto insight = samples::insight();
    top.setInsight(insight);
    const auto text = [&](int row, int column) { return top.rows().index(row, column).data().toString(); };
    QCOMPARE(top.rows().rowCount(), 5);
    QCOMPARE(text(0, TopDecisionsModel::Name), spaced(insight->chosenOne()->decision));
    QCOMPARE(text(0, TopDecisionsModel::Probability), QStringLiteral("60.0 %"));
    QCOMPARE(text(0, TopDecisionsModel::Latency), QStringLiteral("80.0 ms"));
    QCOMPARE(text(0, TopDecisionsModel::Score), QStringLiteral("6.00"));
    QVERIFY(top.rows().index(0, 0).data(TopDecisionsModel::ChosenRole).toBool());
    QVERIFY(!top.rows().index(0, 0).data(TopDecisionsModel::LateRole).toBool());
    QCOMPARE(top.rows().index(0, TopDecisionsModel::Latency).data(TopDecisionsModel::ShareRole).toDouble(), 0.4);
    for (int row = 1; row < 5; ++row) QVERIFY(text(row, TopDecisionsModel::Probability) <= QStringLiteral("10.0 %"));
    QSignalSpy spy(&top, &TopDecisions::picked);
    top.show();
    QTest::mouseClick(top.viewport(), Qt::LeftButton, {}, top.visualRect(top.rows().index(0, 0)).center());
    QCOMPARE(spy.takeFirst().at(0).toInt(), insight->chosen);
    top.setFocus();
    QTest::keySequence(&top, QKeySequence::Copy);
    QCOMPARE(QGuiApplication::clipboard()->text().count(QLatin1Char('\n')), 6);
    top.setInsight(samples::insight(true, 30));
    QCOMPARE(text(0, TopDecisionsModel::Latency), QStringLiteral("120 ms"));
    QVERIFY(top.rows().index(0, 0).data(TopDecisionsModel::LateRole).toBool());
    top.grab();
    top.setInsight(nullptr);
    QCOMPARE(top.rows().rowCount(), 0);
  }
  void aRuleHasNoCriticsAndItsRestIsOrderedByReward() {
    auto insight = samples::insight();
    insight->scores = ScoreMeaning::None;
    for (std::size_t i = 0; i < insight->decisions.size(); ++i) {
      insight->decisions[i].probability = static_cast<int>(i) == insight->chosen ? 1 : 0;
      insight->decisions[i].scored = false;
    }
    TopDecisionsModel model;
    model.setInsight(insight);
    QCOMPARE(model.headerData(TopDecisionsModel::Score, Qt::Horizontal, Qt::DisplayRole).toString(),
             QStringLiteral("reward"));
    QVERIFY(model.headerData(TopDecisionsModel::Score, Qt::Horizontal, Qt::ToolTipRole)
                .toString()
                .contains(QLatin1String("no critics")));
    const auto reward = [&](int row) {
      const int at = model.index(row, 0).data(TopDecisionsModel::DecisionRole).toInt();
      return insight->decisions[static_cast<std::size_t>(at)].reward;
    };
    for (int row = 2; row < 5; ++row) QVERIFY(reward(row) <= reward(row - 1));
  }
  void entropyBetweenNothingAndAll() {
    EntropyMeter meter;
    QCOMPARE(meter.text(), QString());
    meter.setEntropy(std::log(10.0), 100);
    QCOMPARE(meter.text(), QStringLiteral("2.30 of 4.61 nats"));
    QVERIFY(std::abs(meter.share() - 0.5) < 1e-9);
    meter.setEntropy(0, 1);
    QCOMPARE(meter.share(), 0.0);
    QVERIFY(meter.toolTip().contains(QLatin1String("ln 1 = 0.00")));
    meter.grab();
  }
};

CLEAVE_GUI_TEST(TestUiPolicy)
#include "test_ui_policy.moc"
