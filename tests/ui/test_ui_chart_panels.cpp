// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QDir>
#include <QMenu>
#include <QTest>
#include <cmath>

#include "tests/main/test_main.h"
#include "tests/ui/chart_panels.h"
#include "ui/panels/plot_row.h"
#include "ui/theme/look.h"

using namespace cleave;
using namespace cleave::ui;

/// The chart panels of a run: what they say, hide, copy, and how they look.
class TestUiChartPanels : public QObject, private test::ChartPanels {
  Q_OBJECT

 private Q_SLOTS:
  void init() { static_cast<ChartPanels&>(*this) = ChartPanels(); }
  void cleanup() { window_.reset(); }
  void emptyPanelsSayWhy();
  void capacityReachesAllPlots();
  void bandwidthKnowsTheTruth();
  void rewardMean();
  void resourcesAppearAsTheyCome();
  void linkFollowsTheRunsClock();
  void confusionCounts();
  void confusionPicks();
  void confusionOfManyClasses();
  void menuCopies();
  void menuMovesTheAxis();
  void menuOpens();
  void dataOfEveryChart();
  void pictures();
};

void TestUiChartPanels::emptyPanelsSayWhy() {
  for (ChartPanel* panel : std::initializer_list<ChartPanel*>{reward_, resources_, confusion_}) {
    QVERIFY(panel->isEmpty());
    QVERIFY2(!panel->emptyText().isEmpty(), qPrintable(panel->accessibleName()));
  }
  resources_->setUnavailable(QStringLiteral("The agent is too old to say"));
  QVERIFY(resources_->emptyText().contains(QLatin1String("too old")));
  play(0, 20);
  for (ChartPanel* panel : panels()) QVERIFY2(!panel->isEmpty(), qPrintable(panel->accessibleName()));
  for (ChartPanel* panel : panels()) panel->clearRun();
  for (ChartPanel* panel : panels()) QVERIFY2(panel->isEmpty(), qPrintable(panel->accessibleName()));
}

void TestUiChartPanels::capacityReachesAllPlots() {
  play(0, 200);
  for (ChartPanel* panel : panels()) panel->setCapacity(50);
  QCOMPARE(latency_->plot().buffer().size(), std::size_t{50});
  QCOMPARE(bandwidth_->roundTrip().plot().buffer().size(), std::size_t{50});
  QCOMPARE(decisions_->strips().bufferSize(), std::size_t{50});
  QCOMPARE(latency_->plot().buffer().firstX(XUnit::Requests), 150.0);
}

void TestUiChartPanels::bandwidthKnowsTheTruth() {
  LegendChip* truth = chip(bandwidth_, QStringLiteral("true"));
  bandwidth_->append(samples::record(0, {2, 3, 4}));
  QVERIFY(truth->isHidden());  // nobody knows
  bandwidth_->append(samples::record(1, {2, 3, 4}), 9.5);
  QVERIFY(!truth->isHidden());
  QCOMPARE(bandwidth_->plot().buffer().values(1)[2], 9.5F);
  bandwidth_->resize(400, 300);
  QVERIFY(!bandwidth_->roundTrip().isHidden());
  bandwidth_->resize(400, 120);
  QVERIFY(bandwidth_->roundTrip().isHidden());
  bandwidth_->resize(400, 300);
  action(*bandwidth_->makeMenu(), QStringLiteral("Round trip"))->trigger();
  QVERIFY(bandwidth_->roundTrip().isHidden());
  action(*bandwidth_->makeMenu(), QStringLiteral("Logarithmic"))->trigger();
  QVERIFY(bandwidth_->plot().isLogarithmic());
}

void TestUiChartPanels::rewardMean() {
  for (int i = 0; i < 250; ++i) reward_->append(i, i, i < 150 ? -1 : i % 2);
  QVERIFY(std::abs(reward_->mean() - 0.5) < 1e-9);  // the old ones are forgotten
  reward_->append(250, 250, NAN);
  QVERIFY(std::abs(reward_->mean() - 0.5) < 1e-9);
  reward_->showLatest();
  QCOMPARE(reward_->note(), QStringLiteral("mean 0.50 over the last 100"));
  QVERIFY(std::isnan(reward_->plot().buffer().values(250)[0]));
}

void TestUiChartPanels::resourcesAppearAsTheyCome() {
  resources_->append(0, 0, {}, {});
  QVERIFY(resources_->isEmpty());  // still nothing known
  resources_->append(1, 10, {0.61, NAN, NAN}, {0.24, NAN, NAN});
  QVERIFY(!resources_->isEmpty());
  resources_->showLatest();
  QCOMPARE(resources_->row(0).value(), QStringLiteral("device 61 % · edge 24 %"));
  QVERIFY(!resources_->row(0).isHidden());
  QVERIFY(resources_->row(1).isHidden());
  resources_->append(2, 20, {0.61, 58, 1500}, {});
  resources_->showLatest();
  QCOMPARE(resources_->row(1).value(), QStringLiteral("device 58 °C · edge –"));
  QCOMPARE(resources_->row(2).value(), QStringLiteral("device 1.50 GHz · edge –"));
  QVERIFY(!resources_->row(2).isHidden());
  QTest::mouseClick(chip(resources_, QStringLiteral("edge")), Qt::LeftButton);
  for (const std::size_t which : {0U, 1U, 2U}) QVERIFY(!resources_->row(which).plot().isSeriesVisible(0));
}

void TestUiChartPanels::linkFollowsTheRunsClock() {
  play(0, 500);  // 50 s
  const std::size_t rows = link_->roundTrip().plot().buffer().size();
  QVERIFY(rows > 100 && rows < 300);
  QVERIFY(link_->roundTrip().value().endsWith(QLatin1String("ms")));
}

void TestUiChartPanels::confusionCounts() {
  play(0, 110);
  QCOMPARE(confusion_->matrix().total(), std::uint64_t{110});
  QVERIFY(confusion_->matrix().correct() >= 100);
  RequestRecord failed = samples::record(1, {2, 3, 4});
  failed.outcome = Outcome::Failed;
  confusion_->append(failed);
  confusion_->append(-1, 3);
  confusion_->append(3, 100'000);
  QCOMPARE(confusion_->matrix().total(), std::uint64_t{110});
  confusion_->append(11, 2);  // a class that nobody named
  QCOMPARE(confusion_->matrix().classes(), 12);
  QCOMPARE(confusion_->matrix().count(11, 2), std::uint64_t{1});
  QCOMPARE(confusion_->grid().nameOf(11), QStringLiteral("11"));
  QCOMPARE(confusion_->matrix().ofLabel(0), std::uint64_t{11});  // growing kept the counts
  const ChartData chart = confusion_->chartData(ChartSpan::All);
  QCOMPARE(chart.columns.size(), std::size_t{13});
  QCOMPARE(chart.columns[0].words[1], QStringLiteral("trouser"));
  QCOMPARE(chart.columns[1].values.size(), std::size_t{12});
}

void TestUiChartPanels::confusionPicks() {
  for (int i = 0; i < 8; ++i) confusion_->append(4, 4);
  confusion_->append(4, 6);
  confusion_->append(4, 6);
  ConfusionGrid& grid = confusion_->grid();
  confusion_->resize(500, 400);
  QCoreApplication::processEvents();
  const QPointF at = grid.cellRect(4, 6).center();
  QMouseEvent move(QEvent::MouseMove, at, grid.mapToGlobal(at), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
  QCoreApplication::sendEvent(&grid, &move);
  QCOMPARE(grid.pickedText(), QStringLiteral("coat predicted as shirt: 2 of 10 (20.0 %)"));
  QTest::keyClick(&grid, Qt::Key_Left);
  QTest::keyClick(&grid, Qt::Key_Left);
  QCOMPARE(grid.pickedText(), QStringLiteral("coat predicted correctly: 8 of 10 (80.0 %)"));
  for (int i = 0; i < 20; ++i) QTest::keyClick(&grid, Qt::Key_Down);
  QCOMPARE(grid.picked()->first, 9);
  QVERIFY(grid.pickedText().contains(QLatin1String("0 of 0 (0.0 %)")));
  QEvent leave(QEvent::Leave);
  QCoreApplication::sendEvent(&grid, &leave);
  QVERIFY(!grid.picked());
}

void TestUiChartPanels::confusionOfManyClasses() {
  for (const int classes : {2, 10, 37, 100}) {
    confusion_->setClasses(std::vector<QString>(static_cast<std::size_t>(classes)));
    for (int i = 0; i < 20 * classes; ++i)
      confusion_->append(i % classes, i % 13 == 0 ? (i / 2) % classes : i % classes);
    for (const QSize size : {QSize(280, 200), QSize(500, 420)}) {
      confusion_->resize(size);
      const QImage image = confusion_->grab().toImage();
      QCOMPARE(image.size(), size * image.devicePixelRatio());
      const QString folder = qEnvironmentVariable("CLEAVE_PICTURES");
      if (!folder.isEmpty()) {
        image.save(QDir(folder).filePath(QStringLiteral("classes-%1-%2.png").arg(classes).arg(size.width())));
      }
    }
    QCOMPARE(confusion_->matrix().classes(), classes);
  }
}

void TestUiChartPanels::menuCopies() {
  play(0, 100);
  QClipboard* clipboard = QGuiApplication::clipboard();
  axis_->setRange(2, 3);
  action(*latency_->makeMenu(), QStringLiteral("Copy visible data"))->trigger();
  const QStringList lines = clipboard->text().split(QLatin1Char('\n'), Qt::SkipEmptyParts);
  QCOMPARE(lines.front(), QStringLiteral("time (s),request,violation (ms),device (ms),link (ms),edge (ms)"));
  QCOMPARE(lines.size(), 12);
  QVERIFY(lines[1].startsWith(QLatin1String("2,20,")));
  action(*latency_->makeMenu(), QStringLiteral("Copy all data"))->trigger();
  QCOMPARE(clipboard->text().split(QLatin1Char('\n'), Qt::SkipEmptyParts).size(), 101);
  action(*latency_->makeMenu(), QStringLiteral("Copy image"))->trigger();
  QCOMPARE(clipboard->image().size(), latency_->size() * 2);
  clipboard->clear();
  play(100, 6000);  // so much that a worker writes it
  action(*latency_->makeMenu(), QStringLiteral("Copy all data"))->trigger();
  QTRY_COMPARE(clipboard->text().count(QLatin1Char('\n')), 6001);
  QVERIFY(action(*confusion_->makeMenu(), QStringLiteral("Copy data")));
}

void TestUiChartPanels::menuMovesTheAxis() {
  play(0, 1000);
  QVERIFY(!action(*accuracy_->makeMenu(), QStringLiteral("Back to live"))->isEnabled());
  action(*accuracy_->makeMenu(), QStringLiteral("Show all"))->trigger();
  QVERIFY(!axis_->isLive());
  action(*decisions_->makeMenu(), QStringLiteral("X axis: request number"))->trigger();
  QCOMPARE(axis_->unit(), XUnit::Requests);
  QVERIFY(action(*reward_->makeMenu(), QStringLiteral("X axis: request number"))->isChecked());
  action(*reward_->makeMenu(), QStringLiteral("Back to live"))->trigger();
  QVERIFY(axis_->isLive());
  int made = 0;
  connect(latency_, &ChartPanel::menuMade, this, [&](QMenu* menu) {
    ++made;
    menu->addAction(QStringLiteral("Export"));
  });
  QVERIFY(action(*latency_->makeMenu(), QStringLiteral("Export")));
  QCOMPARE(made, 1);
}

void TestUiChartPanels::menuOpens() {
  play(0, 10);
  QWidget* surface = latency_->plot().surface();
  QContextMenuEvent event(QContextMenuEvent::Mouse, surface->rect().center(),
                          surface->mapToGlobal(surface->rect().center()));
  QCoreApplication::sendEvent(surface, &event);
  QTRY_VERIFY(QApplication::activePopupWidget());
  QApplication::activePopupWidget()->close();
}

void TestUiChartPanels::dataOfEveryChart() {
  play(0, 200);
  for (const ChartPanel* panel : panels()) {
    const ChartData chart = panel->chartData(ChartSpan::All);
    QVERIFY2(!chart.title.isEmpty(), qPrintable(panel->accessibleName()));
    QVERIFY2(chart.columns.size() >= 3, qPrintable(panel->accessibleName()));
    for (const ChartColumn& column : chart.columns) {
      QVERIFY(!column.name.isEmpty());
      QCOMPARE(std::max(column.values.size(), column.words.size()), chart.rows());
    }
  }
  const ChartData bandwidth = bandwidth_->chartData(ChartSpan::All);
  QCOMPARE(bandwidth.columns.size(), std::size_t{6});  // with the round trip
  QCOMPARE(bandwidth.columns.back().unit, QStringLiteral("ms"));
  chip(bandwidth_, QStringLiteral("measured"))->setOn(false);
  const auto columns = bandwidth_->chartData(ChartSpan::All).columns;
  QVERIFY(std::any_of(columns.begin(), columns.end(), [](const ChartColumn& column) { return !column.visible; }));
}

void TestUiChartPanels::pictures() {
  installLook();
  const QString folder = qEnvironmentVariable("CLEAVE_PICTURES");  // for looking at them
  play(0, 1500);
  for (const bool dark : {false, true}) {
    const Colours& colours = dark ? darkColours() : lightColours();
    window_->setStyleSheet(styleSheetFor(colours));
    window_->setPalette(paletteFor(colours));
    QCOMPARE(coloursOf(*latency_).dark, dark);
    for (const QSize size : {QSize(280, 200), QSize(640, 260)}) {
      for (const bool frozen : {false, true}) {
        axis_->goLive();
        if (frozen) axis_->setRange(40, 90);
        for (ChartPanel* panel : panels()) {
          panel->setFixedSize(size);
          QCoreApplication::processEvents();
          for (LivePlot* plot : panel->findChildren<LivePlot*>()) plot->refresh();
          if (frozen) axis_->setCrosshair(70);
          const QImage image = panel->grab().toImage();
          QVERIFY(image.pixelColor(image.width() / 2, 2) == colours.panel);
          if (folder.isEmpty()) continue;
          image.save(QDir(folder).filePath(QStringLiteral("%1-%2-%3-%4.png")
                                               .arg(panel->accessibleName().section(QLatin1Char(' '), 0, 0))
                                               .arg(size.width())
                                               .arg(dark ? QStringLiteral("dark") : QStringLiteral("light"))
                                               .arg(frozen ? QStringLiteral("frozen") : QStringLiteral("live"))));
        }
      }
    }
  }
}

CLEAVE_GUI_TEST(TestUiChartPanels)
#include "test_ui_chart_panels.moc"
