// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QDir>
#include <QMenu>
#include <QTest>
#include <QVBoxLayout>
#include <cmath>
#include <memory>

#include "tests/ui/samples.h"
#include "ui/panels/accuracy_panel.h"
#include "ui/panels/bandwidth_panel.h"
#include "ui/panels/confusion_panel.h"
#include "ui/panels/decision_panel.h"
#include "ui/panels/latency_panel.h"
#include "ui/panels/legend_chip.h"
#include "ui/panels/link_panel.h"
#include "ui/panels/plot_row.h"
#include "ui/panels/resource_panel.h"
#include "ui/panels/reward_panel.h"
#include "ui/theme/look.h"

using namespace cleave;
using namespace cleave::ui;

/// The chart panels of a run: what they say, hide, copy, and how they look.
class TestUiChartPanels : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void cleanup() { window_.reset(); }
  void emptyPanelsSayWhy();
  void legendHidesSeries();
  void everySeriesCanBeHidden();
  void decisionsHideTheirStrips();
  void rowsOfTheLinkCanBeHidden();
  void menuOfTheHeight();
  void legendTakesKeys();
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

 private:
  void play(int from, int to);
  static QAction* action(const QMenu& menu, const QString& text) {
    for (QAction* each : menu.actions()) {
      if (each->text().startsWith(text)) return each;
    }
    return nullptr;
  }
  LegendChip* chip(ChartPanel* panel, const QString& text) const {
    for (LegendChip* each : panel->findChildren<LegendChip*>()) {
      if (each->text() == text) return each;
    }
    return nullptr;
  }
  std::vector<ChartPanel*> panels() const {
    return {latency_, bandwidth_, accuracy_, decisions_, link_, reward_, resources_, confusion_};
  }

  std::unique_ptr<QWidget> window_;
  TimeAxis* axis_ = nullptr;
  LatencyPanel* latency_ = nullptr;
  BandwidthPanel* bandwidth_ = nullptr;
  AccuracyPanel* accuracy_ = nullptr;
  DecisionPanel* decisions_ = nullptr;
  LinkPanel* link_ = nullptr;
  RewardPanel* reward_ = nullptr;
  ResourcePanel* resources_ = nullptr;
  ConfusionPanel* confusion_ = nullptr;
  RunStatistics statistics_;
};

void TestUiChartPanels::init() {
  window_ = std::make_unique<QWidget>();
  axis_ = new TimeAxis(window_.get());
  latency_ = new LatencyPanel;
  bandwidth_ = new BandwidthPanel;
  accuracy_ = new AccuracyPanel;
  decisions_ = new DecisionPanel;
  link_ = new LinkPanel;
  reward_ = new RewardPanel;
  resources_ = new ResourcePanel;
  confusion_ = new ConfusionPanel;
  auto* box = new QVBoxLayout(window_.get());
  for (ChartPanel* panel : panels()) {
    panel->setTimeAxis(axis_);
    box->addWidget(panel);
  }
  decisions_->setNetwork(samples::network());
  confusion_->setClasses({QStringLiteral("T-shirt"), QStringLiteral("trouser"), QStringLiteral("pullover"),
                          QStringLiteral("dress"), QStringLiteral("coat"), QStringLiteral("sandal"),
                          QStringLiteral("shirt"), QStringLiteral("sneaker"), QStringLiteral("bag"),
                          QStringLiteral("ankle boot")});
  statistics_.clear();
  window_->resize(700, 1800);
  window_->show();
}

/// Requests of a link that swings, ten a second.
void TestUiChartPanels::play(int from, int to) {
  for (int i = from; i < to; ++i) {
    const double wave = std::sin(i * 0.02);
    const Decision decision = wave > 0.5 ? Decision{2, 0, 8} : wave > -0.5 ? Decision{2, 3, 4} : Decision{1, 5, 32};
    RequestRecord record = samples::record(static_cast<std::uint64_t>(i), decision);
    record.bandwidthMbps = 9 + 7 * wave + std::sin(i * 1.7);
    record.estimateMbps = 9 + 7 * std::sin(i * 0.02 - 0.3);
    record.transmitMs = 200 / (record.bandwidthMbps + 2);
    record.rttMs = 8 + 3 * std::sin(i * 0.3);
    record.totalMs = record.deviceMs() + record.linkMs() + record.edgeMs();
    record.targetMs = 60;
    record.label = i * 7 % 10;
    record.prediction = i % 11 == 0 ? (record.label + i / 11) % 10 : record.label;
    statistics_.add(record);
    latency_->append(record);
    bandwidth_->append(record, 10 + 7 * wave);
    accuracy_->append(record);
    decisions_->append(record);
    link_->append(record);
    const bool right = record.label == record.prediction;
    reward_->append(record.startS, i, (right ? 0.93 : 0.2) - std::max(0.0, record.totalMs - 60) / 60);
    confusion_->append(record);
    if (i % 10 == 0) {
      resources_->append(record.startS, i, {0.6 + 0.2 * wave, 55 + 4 * wave, 1500}, {0.2 + 0.05 * wave, NAN, 3600});
    }
  }
  latency_->showStatistics(statistics_);
  bandwidth_->showLatest();
  accuracy_->showStatistics(statistics_);
  link_->showLatest(statistics_.rate());
  reward_->showLatest();
  resources_->showLatest();
  confusion_->showLatest();
}

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

void TestUiChartPanels::legendHidesSeries() {
  play(0, 300);
  latency_->plot().refresh();
  const double all = latency_->plot().axisHigh();
  LegendChip* transmit = chip(latency_, QStringLiteral("transmit"));
  LegendChip* violation = chip(latency_, QStringLiteral("violation"));
  QVERIFY(transmit && violation);
  QTest::mouseClick(violation, Qt::LeftButton);
  QTest::mouseClick(transmit, Qt::LeftButton);
  QVERIFY(!transmit->isOn());
  QVERIFY(transmit->accessibleName().contains(QLatin1String("hidden")));
  latency_->setTarget(0);
  latency_->plot().refresh();
  QVERIFY(latency_->plot().axisHigh() < all / 2);
  QTest::mouseClick(transmit, Qt::LeftButton);
  latency_->setTarget(60);
  latency_->plot().refresh();
  QCOMPARE(latency_->plot().axisHigh(), all);
  QTest::mouseClick(transmit, Qt::RightButton);
  QVERIFY(transmit->isOn());
}

void TestUiChartPanels::everySeriesCanBeHidden() {
  play(0, 300);
  for (ChartPanel* panel : panels()) {
    for (LivePlot* plot : panel->findChildren<LivePlot*>()) {
      for (std::size_t i = 0; i < plot->series().size(); ++i) {
        const QString name = plot->series()[i].name;
        LegendChip* of = chip(panel, name);
        if (of == nullptr) continue;  // a plot of one series is hidden whole, or is the panel
        of->setOn(false);
        QVERIFY2(!plot->isSeriesVisible(i), qPrintable(panel->accessibleName() + ": " + name));
        of->setOn(true);
        QVERIFY(plot->isSeriesVisible(i));
      }
    }
  }
  for (const QString& name : {QStringLiteral("accuracy"), QStringLiteral("95 % interval")}) {
    QVERIFY2(chip(accuracy_, name), qPrintable(name));
  }
}

void TestUiChartPanels::decisionsHideTheirStrips() {
  play(0, 300);
  DecisionStrips& strips = decisions_->strips();
  const auto names = [&] {
    QStringList shown;
    for (const ChartColumn& column : decisions_->chartData(ChartSpan::All).columns) {
      if (column.kind && column.visible) shown << column.name;
    }
    return shown;
  };
  QCOMPARE(names(), (QStringList{"exit", "partition", "bits"}));
  action(*decisions_->makeMenu(), QStringLiteral("partition"))->setChecked(false);
  QVERIFY(!strips.isStripVisible(DecisionStrips::Partition));
  QCOMPARE(names(), (QStringList{"exit", "bits"}));
  // The legend, where there is room for it.
  decisions_->setFixedWidth(900);
  QCoreApplication::processEvents();
  QWidget* legend = nullptr;
  for (QWidget* each : decisions_->findChildren<QWidget*>()) {
    if (each->toolTip().startsWith(QLatin1String("Click to hide or show a strip"))) legend = each;
  }
  QVERIFY(legend && legend->isVisible());
  QTest::mouseClick(legend, Qt::LeftButton, {}, QPoint(10, 9));
  QCOMPARE(names(), QStringList{"bits"});
  QTest::mouseClick(legend, Qt::LeftButton, {}, QPoint(10, 9));
  QTest::mouseClick(legend, Qt::RightButton, {}, QPoint(10, 9));
  QTest::mouseClick(legend, Qt::LeftButton, {}, QPoint(legend->sizeHint().width() - 10, 9));
  QCOMPARE(names(), QStringList{"exit"});
  QVERIFY(action(*decisions_->makeMenu(), QStringLiteral("exit"))->isChecked());
}

void TestUiChartPanels::rowsOfTheLinkCanBeHidden() {
  play(0, 300);
  action(*link_->makeMenu(), QStringLiteral("round trip"))->setChecked(false);
  QVERIFY(link_->roundTrip().isHidden());
  const auto visible = [&] {
    QStringList names;
    for (const ChartColumn& column : link_->chartData(ChartSpan::All).columns) {
      if (column.kind && column.visible) names << column.name;
    }
    return names;
  };
  QCOMPARE(visible(), (QStringList{"sent per request", "requests per second"}));
  action(*link_->makeMenu(), QStringLiteral("round trip"))->setChecked(true);
  QCOMPARE(visible().size(), 3);
}

void TestUiChartPanels::menuOfTheHeight() {
  play(0, 300);
  LivePlot& plot = latency_->plot();
  plot.refresh();
  QVERIFY(!action(*latency_->makeMenu(), QStringLiteral("Whole height"))->isEnabled());
  plot.setFocus();
  QTest::keyClick(&plot, Qt::Key_Up);
  QVERIFY(plot.chosenHeight());
  action(*latency_->makeMenu(), QStringLiteral("Whole height"))->trigger();
  QVERIFY(!plot.chosenHeight());
  action(*latency_->makeMenu(), QStringLiteral("Logarithmic axis"))->trigger();
  QVERIFY(plot.isLogarithmic());
  QVERIFY(latency_->chartData(ChartSpan::Visible).logarithmic);
  QVERIFY(action(*bandwidth_->makeMenu(), QStringLiteral("Logarithmic axis")));
}

void TestUiChartPanels::legendTakesKeys() {
  LegendChip* device = chip(latency_, QStringLiteral("device"));
  device->setFocus();
  QTest::keyClick(device, Qt::Key_Space);
  QVERIFY(!device->isOn());
  QTest::keyClick(device, Qt::Key_Space);
  QVERIFY(device->isOn());
  LegendChip plain(ColourRole::Edge, QStringLiteral("plain"));
  QTest::mouseClick(&plain, Qt::LeftButton);
  QTest::keyClick(&plain, Qt::Key_Space);
  QVERIFY(plain.isOn());  // not a switch
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
  QCOMPARE(grid.pickedText(), QStringLiteral("coat taken for shirt: 2 of 10 (20.0 %)"));
  QTest::keyClick(&grid, Qt::Key_Left);
  QTest::keyClick(&grid, Qt::Key_Left);
  QCOMPARE(grid.pickedText(), QStringLiteral("coat recognised: 8 of 10 (80.0 %)"));
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
  action(*latency_->makeMenu(), QStringLiteral("Copy data shown"))->trigger();
  const QStringList lines = clipboard->text().split(QLatin1Char('\n'), Qt::SkipEmptyParts);
  QCOMPARE(lines.front(), QStringLiteral("time (s),request,violation (ms),device (ms),transmit (ms),edge (ms)"));
  QCOMPARE(lines.size(), 12);
  QVERIFY(lines[1].startsWith(QLatin1String("2,20,")));
  action(*latency_->makeMenu(), QStringLiteral("Copy all data"))->trigger();
  QCOMPARE(clipboard->text().split(QLatin1Char('\n'), Qt::SkipEmptyParts).size(), 101);
  action(*latency_->makeMenu(), QStringLiteral("Copy picture"))->trigger();
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
  action(*decisions_->makeMenu(), QStringLiteral("Request number"))->trigger();
  QCOMPARE(axis_->unit(), XUnit::Requests);
  QVERIFY(action(*reward_->makeMenu(), QStringLiteral("Request number"))->isChecked());
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

QTEST_MAIN(TestUiChartPanels)
#include "test_ui_chart_panels.moc"
