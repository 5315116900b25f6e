// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QTest>

#include "tests/main/test_main.h"
#include "tests/ui/chart_panels.h"
#include "ui/panels/plot_row.h"

using namespace cleave;
using namespace cleave::ui;

/// What of a chart is shown: its series, its rows, how much of its height.
class TestUiHiddenSeries : public QObject, private test::ChartPanels {
  Q_OBJECT

 private Q_SLOTS:
  void init() { static_cast<ChartPanels&>(*this) = ChartPanels(); }
  void cleanup() { window_.reset(); }
  void legendHidesSeries();
  void everySeriesCanBeHidden();
  void decisionsHideTheirStrips();
  void rowsOfTheLinkCanBeHidden();
  void menuOfTheHeight();
  void legendTakesKeys();
};

void TestUiHiddenSeries::legendHidesSeries() {
  play(0, 300);
  latency_->plot().refresh();
  const double all = latency_->plot().axisHigh();
  LegendChip* link = chip(latency_, QStringLiteral("link"));
  LegendChip* violation = chip(latency_, QStringLiteral("violation"));
  QVERIFY(link && violation);
  QTest::mouseClick(violation, Qt::LeftButton);
  QTest::mouseClick(link, Qt::LeftButton);
  QVERIFY(!link->isOn());
  QVERIFY(link->accessibleName().contains(QLatin1String("hidden")));
  latency_->setTarget(0);
  latency_->plot().refresh();
  QVERIFY(latency_->plot().axisHigh() < all / 2);
  QTest::mouseClick(link, Qt::LeftButton);
  latency_->setTarget(60);
  latency_->plot().refresh();
  QCOMPARE(latency_->plot().axisHigh(), all);
  QTest::mouseClick(link, Qt::RightButton);
  QVERIFY(link->isOn());
}

void TestUiHiddenSeries::everySeriesCanBeHidden() {
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

void TestUiHiddenSeries::decisionsHideTheirStrips() {
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

void TestUiHiddenSeries::rowsOfTheLinkCanBeHidden() {
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

void TestUiHiddenSeries::menuOfTheHeight() {
  play(0, 300);
  LivePlot& plot = latency_->plot();
  plot.refresh();
  QVERIFY(!action(*latency_->makeMenu(), QStringLiteral("Fit height"))->isEnabled());
  plot.setFocus();
  QTest::keyClick(&plot, Qt::Key_Up);
  QVERIFY(plot.chosenHeight());
  action(*latency_->makeMenu(), QStringLiteral("Fit height"))->trigger();
  QVERIFY(!plot.chosenHeight());
  action(*latency_->makeMenu(), QStringLiteral("Logarithmic axis"))->trigger();
  QVERIFY(plot.isLogarithmic());
  QVERIFY(latency_->chartData(ChartSpan::Visible).logarithmic);
  QVERIFY(action(*bandwidth_->makeMenu(), QStringLiteral("Logarithmic axis")));
}

void TestUiHiddenSeries::legendTakesKeys() {
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

CLEAVE_GUI_TEST(TestUiHiddenSeries)
#include "test_ui_hidden_series.moc"
