// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QApplication>
#include <QLabel>
#include <QTest>
#include <QToolButton>
#include <memory>

#include "tests/main/test_main.h"
#include "tests/ui/samples.h"
#include "ui/map/map_panel.h"
#include "ui/map/network_map.h"
#include "ui/panels/accuracy_panel.h"
#include "ui/panels/bandwidth_panel.h"
#include "ui/panels/decision_panel.h"
#include "ui/panels/latency_panel.h"
#include "ui/panels/link_panel.h"
#include "ui/panels/log_panel.h"
#include "ui/panels/policy_panel.h"
#include "ui/panels/sample_panel.h"
#include "ui/theme/plural.h"
#include "ui/window/run_window.h"

using namespace cleave;
using namespace cleave::ui;

/// What a run's records do to the window.
class TestUiRun : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void cleanup() { window_.reset(); }
  void emptyPanelsSayWhatToDo();
  void recordsReachEveryPanel();
  void tableShares();
  void headers();
  void failuresAndFallbacksCount();
  void plurals();
  void wrongAndFailedSamples();
  void aClickPicksARequest();
  void clearingEmpties();
  void aLongRunStaysFlat();
  void statisticsSlide();

 private:
  template <class T>
  T* find() const {
    return window_->findChild<T*>();
  }
  QString label(const char* name) const { return window_->findChild<QLabel*>(QString::fromLatin1(name))->text(); }
  void open() {
    window_->setModel({QStringLiteral("small"),
                       samples::network(),
                       {QStringLiteral("bag"), QStringLiteral("coat"), QStringLiteral("shirt")},
                       {0.9, 0.95}});
    window_->setFrames(2, 1, {{255, 0, 0, 0, 255, 0}});
  }
  std::unique_ptr<RunWindow> window_;
};

void TestUiRun::init() {
  window_ = std::make_unique<RunWindow>();
  window_->show();
}

void TestUiRun::emptyPanelsSayWhatToDo() {
  for (const Panel* panel : window_->findChildren<Panel*>()) {
    if (qobject_cast<const LogPanel*>(panel)) continue;
    QVERIFY2(panel->isEmpty(), qPrintable(panel->accessibleName()));
    QVERIFY2(panel->emptyText().contains(QLatin1String("Ctrl+O")), qPrintable(panel->accessibleName()));
  }
  open();
  QVERIFY(find<LatencyPanel>()->emptyText().contains(QLatin1String("Space")));
}

void TestUiRun::recordsReachEveryPanel() {
  open();
  window_->appendRecords({samples::record(0, {2, 0, 8}), samples::record(1, {2, 3, 4})});
  for (const Panel* panel : window_->findChildren<Panel*>()) {
    QVERIFY2(!panel->isEmpty() || qobject_cast<const LogPanel*>(panel), qPrintable(panel->accessibleName()));
  }
  const NetworkMap* map = find<NetworkMap>();
  QCOMPARE(map->state().decision, (Decision{2, 3, 4}));
  QCOMPARE(map->seamTarget(), map->layoutOfMap().seam({2, 3, 4}));
  QCOMPARE(map->state().record->decision.exit, 2);  // the exit that is lit
  QCOMPARE(map->state().frame.pixelColor(0, 0), QColor(255, 0, 0));
  QCOMPARE(find<SamplePanel>()->className(), QStringLiteral("coat"));
  QCOMPARE(find<SamplePanel>()->verdict(), QStringLiteral("correct"));
  QCOMPARE(find<LatencyPanel>()->plot().buffer().size(), std::size_t{2});
  QCOMPARE(find<DecisionPanel>()->strips().bufferSize(), std::size_t{2});
}

void TestUiRun::tableShares() {
  open();
  std::vector<RequestRecord> records;
  for (std::uint64_t i = 0; i < 8; ++i)
    records.push_back(samples::record(i, i % 4 == 0 ? Decision{1, 3, 8} : Decision{2, 3, 4}, i < 6));
  window_->appendRecords(records);
  const DecisionModel& model = find<PolicyPanel>()->model();
  const QAbstractItemModelTester tester(const_cast<DecisionModel*>(&model),
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
  window_->appendRecords({samples::record(8, {2, 3, 4}, true)});
  window_->clearRun();
  window_->appendRecords(records);
  QCOMPARE(model.rowCount(), 2);
  const auto text = [&](int row, int column) {
    return model.data(model.index(row, column), Qt::DisplayRole).toString();
  };
  QCOMPARE(text(0, DecisionModel::Name), QStringLiteral("2 / 3 / 4"));
  QCOMPARE(text(0, DecisionModel::Share), QStringLiteral("75.0 %"));
  QCOMPARE(text(0, DecisionModel::Latency), QStringLiteral("30.0 ms"));
  QCOMPARE(text(0, DecisionModel::Accuracy), QStringLiteral("66.7 %"));
  QCOMPARE(text(1, DecisionModel::Share), QStringLiteral("25.0 %"));
  QVERIFY(model.data(model.index(0, 0), DecisionModel::CurrentRole).toBool());
  QVERIFY(!model.data(model.index(1, 0), DecisionModel::CurrentRole).toBool());
  QCOMPARE(find<PolicyPanel>()->grid().share(2, 3), 0.75);
}

void TestUiRun::headers() {
  open();
  std::vector<RequestRecord> records;
  for (std::uint64_t i = 0; i < 20; ++i) {
    records.push_back(samples::record(i, {2, 3, 4}, i != 7));
    records.back().frame = static_cast<int>(i);
    if (i % 2 == 0) records.back().targetMs = 10;  // half of them too late
  }
  window_->appendRecords(records);
  QVERIFY(find<LatencyPanel>()->note().startsWith(
      QStringLiteral("p50 30.0 ms · p95 30.0 ms · violations 50.0 % (27.4–72.6)")));
  QVERIFY(find<AccuracyPanel>()->note().startsWith(QStringLiteral("95.0 % (76.4–99.1)")));
  QCOMPARE(find<BandwidthPanel>()->note(), QStringLiteral("now 8.0 Mbit/s · estimate 7.5"));
  QVERIFY(label("countsText").contains(QStringLiteral("10.0 requests/s · 20 requests, 0 failed, 0 fallbacks")));
}

void TestUiRun::failuresAndFallbacksCount() {
  open();
  auto failed = samples::record(0, {2, 3, 4});
  failed.outcome = Outcome::Failed;
  failed.totalMs = 0;
  auto fallback = samples::record(1, {1, 5, 32});
  fallback.outcome = Outcome::Fallback;
  window_->appendRecords({failed, fallback});
  QVERIFY(label("countsText").endsWith(QLatin1String("2 requests, 1 failed, 1 fallback")));
  QVERIFY(find<LatencyPanel>()->note().contains(QLatin1String("violations 50.0 %")));
  window_->grab();  // both cards draw
}

void TestUiRun::plurals() {
  const auto text = [](qint64 n) { return plural(n, QStringLiteral("%n request"), QStringLiteral("%n requests")); };
  QCOMPARE(text(0), QStringLiteral("0 requests"));
  QCOMPARE(text(1), QStringLiteral("1 request"));
  QCOMPARE(text(12'345), QStringLiteral("12,345 requests"));
  QCOMPARE(plural(2, QStringLiteral("one"), QStringLiteral("%n of %1")).arg(7), QStringLiteral("2 of 7"));
}

void TestUiRun::wrongAndFailedSamples() {
  open();
  window_->appendRecords({samples::record(0, {2, 3, 4}, false)});
  QCOMPARE(find<SamplePanel>()->className(), QStringLiteral("shirt"));
  QCOMPARE(find<SamplePanel>()->verdict(), QStringLiteral("wrong: coat"));
  auto failed = samples::record(1, {2, 3, 4});
  failed.outcome = Outcome::Failed;
  failed.frame = 99;  // no such frame: nothing to draw, nothing to fall over
  failed.probabilities.clear();
  window_->appendRecords({failed});
  QTRY_COMPARE(find<SamplePanel>()->verdict(), QStringLiteral("failed"));
}

void TestUiRun::aClickPicksARequest() {
  open();
  std::vector<RequestRecord> records;
  for (std::uint64_t i = 0; i < 100; ++i) records.push_back(samples::record(i, {2, static_cast<int>(i % 6), 4}));
  records[40].outcome = Outcome::Fallback;
  records[40].error = "The transfer took too long.";
  window_->appendRecords(records);
  LivePlot& plot = find<LatencyPanel>()->plot();
  TimeAxis& axis = plot.timeAxis();
  axis.setUnit(XUnit::Requests);
  axis.showAll();
  plot.refresh();
  NetworkMap* map = find<NetworkMap>();
  const auto* latest = window_->findChild<QToolButton*>(QStringLiteral("backToLatest"));
  QVERIFY(latest && latest->isHidden());
  const auto click = [&](double request) {
    const QRectF area = plot.plotArea();
    const auto range = axis.range();
    const double x = area.left() + (request - range.low) / range.span() * area.width();
    QTest::mouseClick(plot.surface(), Qt::LeftButton, {}, QPointF(x, area.center().y()).toPoint());
  };
  const auto seen = [&] { return static_cast<int>(map->state().record->id); };
  const auto times = [&] {
    const MapTarget first{MapTarget::Kind::Trunk, 0};
    return map->times().onDevice(first).count + map->times().onEdge(first).count;
  };
  const std::size_t before = times();
  click(40);
  QCOMPARE(seen(), 40);
  QVERIFY(!latest->isHidden());
  QVERIFY(axis.mark() && axis.mark()->request == 40);
  const QString note = find<MapPanel>()->note();
  QVERIFY2(note.contains(QLatin1String("selected: request 40 ")) && note.endsWith(QLatin1String("took too long.")),
           qPrintable(note));
  // It stays while the run goes on, whose numbers and times do not stand still, and is not counted once more.
  window_->appendRecords({samples::record(100, {2, 4, 4})});
  QTest::qWait(250);
  QCOMPARE(seen(), 40);
  QCOMPARE(times(), before + 1);
  QTest::keyClick(&plot, Qt::Key_Period);
  QCOMPARE(seen(), 41);
  for (int i = 0; i < 3; ++i) QTest::keyClick(&plot, Qt::Key_Comma);
  QCOMPARE(seen(), 38);
  click(38);  // once more: let go
  QVERIFY(!axis.mark());
  QCOMPARE(seen(), 100);
  click(10);
  QCOMPARE(seen(), 10);
  QTest::mouseClick(const_cast<QToolButton*>(latest), Qt::LeftButton);
  QVERIFY(latest->isHidden());
  click(10);
  axis.goLive();
  QVERIFY(!axis.mark());
  // A double click shows all, and leaves what was picked as it was.
  axis.setRange(0, 50);
  const auto doubleClick = [&](const QPoint& where) {
    QTest::mouseClick(plot.surface(), Qt::LeftButton, {}, where);
    QTest::mouseDClick(plot.surface(), Qt::LeftButton, {}, where);
  };
  const QPoint middle = plot.plotArea().center().toPoint();
  doubleClick(middle);
  QVERIFY(!axis.mark());
  QCOMPARE(axis.range(), axis.fullRange());
  click(10);
  doubleClick(middle);
  QVERIFY(axis.mark() && axis.mark()->request == 10);
  axis.setMark(std::nullopt);
  doubleClick(QPoint(3, middle.y()));  // on the numbers, where nothing is picked
  QVERIFY(!axis.mark());
  click(10);
  window_->clearRun();
  QVERIFY(!axis.mark() && latest->isHidden());
}

void TestUiRun::clearingEmpties() {
  open();
  window_->appendRecords({samples::record(0, {2, 3, 4})});
  window_->clearRun();
  QVERIFY(find<LatencyPanel>()->isEmpty());
  QCOMPARE(find<LatencyPanel>()->plot().buffer().size(), std::size_t{0});
  QCOMPARE(find<PolicyPanel>()->model().rowCount(), 0);
  QVERIFY(!find<NetworkMap>()->state().record);
  QVERIFY(label("countsText").isEmpty());
}

void TestUiRun::aLongRunStaysFlat() {
  open();
  std::vector<RequestRecord> batch;
  for (std::uint64_t id = 0; id < 150'000;) {
    batch.clear();
    for (int i = 0; i < 1000; ++i, ++id) {
      batch.push_back(samples::record(id, {2, static_cast<int>(id % 5), 4}));
      batch.back().startS = static_cast<double>(id) / 1000;
    }
    window_->appendRecords(batch);
  }
  QCOMPARE(find<LatencyPanel>()->plot().buffer().size(), kPlotCapacity);
  QCOMPARE(find<BandwidthPanel>()->plot().buffer().size(), kPlotCapacity);
  QCOMPARE(find<AccuracyPanel>()->plot().buffer().size(), kPlotCapacity);
  QCOMPARE(find<DecisionPanel>()->strips().bufferSize(), kPlotCapacity);
  QTRY_VERIFY(label("countsText").contains(QLatin1String("150,000 requests")));
  QVERIFY(find<LatencyPanel>()->plot().pointsDrawn() <= 2 * find<LatencyPanel>()->width());
}

void TestUiRun::statisticsSlide() {
  RunStatistics statistics;
  for (std::uint64_t i = 0; i < 3000; ++i) statistics.add(samples::record(i, {2, 3, 4}, i >= 2000));
  QCOMPARE(statistics.recentCount(), std::uint64_t{kRecentRequests});
  QCOMPARE(statistics.recentAccuracy().value, 1.0);  // the wrong ones are long ago
  QVERIFY(std::abs(statistics.shares()[0].accuracy - 1.0 / 3) < 1e-9);
  QVERIFY(std::abs(statistics.rate() - 10) < 1e-6);
}

CLEAVE_GUI_TEST(TestUiRun)
#include "test_ui_run.moc"
