// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QFile>
#include <QImage>
#include <QMenu>
#include <QTemporaryDir>
#include <QTest>
#include <set>

#include "core/types/error.h"
#include "tests/main/test_main.h"
#include "tests/ui/comparisons.h"
#include "tests/ui/insights.h"
#include "tests/ui/samples.h"
#include "ui/compare/compare_panel.h"
#include "ui/device/device_panel.h"
#include "ui/export/file_saver.h"
#include "ui/export/save_menu.h"
#include "ui/export/saveable.h"
#include "ui/figures/grid_figure.h"
#include "ui/map/map_panel.h"
#include "ui/map/network_map.h"
#include "ui/panels/log_panel.h"
#include "ui/panels/policy_panel.h"
#include "ui/panels/sample_panel.h"
#include "ui/policy/decision_map_panel.h"
#include "ui/policy/heat_map.h"
#include "ui/policy/policy_figures.h"
#include "ui/policy/policy_insight_panel.h"
#include "ui/scenario/conditions_chart.h"
#include "ui/scenario/scenario_panel.h"

using namespace cleave;
using namespace cleave::ui;

/// Panels that are no charts over time, as figures for paper and as numbers.
class TestUiPanelFigures : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void policies();
  void rulesHaveOnlyNumbersOfCritics();
  void decisionMaps();
  void mapsOfOtherConditionsAreLeftOut();
  void layersOfTheMap();
  void profiles();
  void samplesAndTables();
  void scenarios();
  void whatCannotBeDrawnIsNotOffered();
  void emptyPanelsHaveNothing();
  void wrongGrids();

 private:
  QString file(const QString& name) const { return folder_.filePath(name); }
  QByteArray contents(const QString& name) const {
    QFile in(file(name));
    return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
  }
  /// In every format and both widths, vector and of the exact width; under "NAME-1" and "NAME-2".
  void save(const FigureSource& panel, const QString& name) {
    int columns = 0;
    for (const double mm : {kOneColumnMm, kTwoColumnsMm}) {
      const auto figure = panel.figure(mm);
      QVERIFY(figure && figure->draw);
      const Saveable what = saveableFigure(*figure, name);
      const QString base = QStringLiteral("%1-%2.").arg(name).arg(++columns);
      for (const QString& ending : what.endings) what.prepare(file(base + ending))();
      const QByteArray svg = contents(base + QStringLiteral("svg"));
      QVERIFY(svg.contains("width=\"" + QByteArray::number(mm) + "mm\""));
      QVERIFY(!svg.contains("<image") && !svg.contains("nan") && !svg.contains("inf,"));
      const QByteArray pdf = contents(base + QStringLiteral("pdf"));
      QVERIFY(pdf.startsWith("%PDF") && pdf.contains("/FontFile2") && !pdf.contains("/Subtype /Image"));
      QCOMPARE(QImage(file(base + QStringLiteral("png"))).width(), qRound(mm / 25.4 * 300));
    }
  }
  QList<QByteArray> lines(const QString& name) const { return contents(name).trimmed().split('\n'); }

  QTemporaryDir folder_;
};

void TestUiPanelFigures::policies() {
  PolicyInsightPanel panel;
  panel.setInsight(samples::insight());
  save(panel, QStringLiteral("policy"));
  const auto rows = lines(QStringLiteral("policy-1.csv"));
  QCOMPARE(rows[0],
           QByteArray("exit,partition,bits,allowed,chosen,probability,actor score,predicted_ms,accuracy,reward"));
  QCOMPARE(rows.size(), static_cast<qsizetype>(samples::insight()->decisions.size()) + 1);
  QVERIFY(rows[21].contains(",1,1,0.6,6,80,"));  // the chosen one
  const QByteArray all = contents(QStringLiteral("policy-1.svg"));
  for (const char* text : {">4 bits<", ">8 bits<", ">Partition<", ">Exit<", ">probability<"})
    QVERIFY2(all.contains(text), text);
  panel.heatMap().setBits(4);  // as it is shown
  save(panel, QStringLiteral("four"));
  QVERIFY(contents(QStringLiteral("four-1.svg")).contains(">4 bits<"));
  QVERIFY(!contents(QStringLiteral("four-1.svg")).contains(">8 bits<"));
}

void TestUiPanelFigures::rulesHaveOnlyNumbersOfCritics() {
  const auto rule = samples::insight();
  rule->scores = ScoreMeaning::None;
  for (auto& each : rule->decisions) each.scored = false;
  PolicyInsightPanel panel;
  panel.setInsight(rule);
  panel.heatMap().setMeasure(InsightMeasure::Score);
  const auto figure = panel.figure(kOneColumnMm);
  QVERIFY(figure && !figure->draw);
  QCOMPARE(saveableFigure(*figure, {}).endings, QStringList{QStringLiteral("csv")});
}

void TestUiPanelFigures::decisionMaps() {
  DecisionMapPanel panel;
  panel.setPolicies({QStringLiteral("greedy"), QStringLiteral("edgent")});
  panel.setRunPolicy(QStringLiteral("edgent"));
  panel.setExtent({2, 5});
  panel.setMap(0, samples::decisionMap(QStringLiteral("edgent")));
  panel.setMap(1, samples::decisionMap(QStringLiteral("greedy"), 2));
  save(panel, QStringLiteral("map"));
  const QByteArray svg = contents(QStringLiteral("map-2.svg"));
  for (const char* text : {">partition<", ">2<", ">3<", ">Device load<", ">Bandwidth (Mbit/s)<", ">1000<"})
    QVERIFY2(svg.contains(text), text);
  const auto rows = lines(QStringLiteral("map-1.csv"));
  QCOMPARE(rows.size(), 1 + 2 * 12);
  QCOMPARE(rows[1], QByteArray("edgent,1,0.9,1,3,8,120,0.9"));
  std::set<QRgb> colours;
  const QImage picture(file(QStringLiteral("map-1.png")));
  for (int x = 0; x < picture.width(); ++x) colours.insert(picture.pixel(x, picture.height() / 3));
  QVERIFY(colours.size() > 3);  // two partitions, ink and page
}

void TestUiPanelFigures::mapsOfOtherConditionsAreLeftOut() {
  const auto left = samples::decisionMap(QStringLiteral("edgent"));
  const auto right = samples::decisionMap(QStringLiteral("greedy"));
  right->bandwidthMbps[0] = 2;
  const Figure figure = decisionMapFigure({left, right}, DecisionPart::Exit, {2, 5}, kOneColumnMm);
  QVERIFY(!figure.csv().contains("greedy"));
  QVERIFY_EXCEPTION_THROWN(decisionMapFigure({}, DecisionPart::Exit, {2, 5}, kOneColumnMm), Error);
}

void TestUiPanelFigures::layersOfTheMap() {
  MapPanel panel;
  panel.setNetwork(samples::network(), {0.9, 0.95});
  QVERIFY(!panel.figure(kOneColumnMm));
  for (std::uint64_t i = 0; i < 9; ++i) panel.map().add(samples::record(i, {2, 3, 4}));
  save(panel, QStringLiteral("layers"));
  const auto rows = lines(QStringLiteral("layers-1.csv"));
  QVERIFY(rows.size() > 4);
  QVERIFY(rows[1].endsWith(",9,,,0"));  // the first three only on the device
  QVERIFY(contents(QStringLiteral("layers-1.svg")).contains(">Median time (ms)<"));
}

void TestUiPanelFigures::profiles() {
  DevicePanel panel;
  panel.setProfile(QStringLiteral("a and b"), {{QStringLiteral("conv1"), 12.5, 5}, {QStringLiteral("pool1"), 1.25, 1}});
  save(panel, QStringLiteral("profile"));
  QCOMPARE(lines(QStringLiteral("profile-1.csv"))[1], QByteArray("conv1,12.5,5"));
}

void TestUiPanelFigures::samplesAndTables() {
  SamplePanel sample;
  sample.setClasses({QStringLiteral("boot"), QStringLiteral("bag")});
  RequestRecord record = samples::record(1, {2, 3, 4});
  record.probabilities = {0.75F, 0.25F};
  sample.showRequest(record, {});
  save(sample, QStringLiteral("sample"));
  QVERIFY(lines(QStringLiteral("sample-1.csv"))[1].startsWith("boot,75"));
  LogPanel log;
  log.add(LogModel::Kind::Error, QStringLiteral("One, two."));
  QVERIFY(log.figure(kOneColumnMm)->csv().contains("\"One, two.\""));
  ComparePanel compare;
  compare.setComparison(test::comparison());
  QCOMPARE(compare.figure(kOneColumnMm)->csv().count('\n'), static_cast<qsizetype>(test::comparison().rows.size()) + 1);
}

void TestUiPanelFigures::scenarios() {
  ScenarioPanel panel;
  ConditionsPreview preview;
  preview.durationS = 10;
  preview.mbps = {{1, 2, 3}, {2, 4, 8}};
  preview.rttMs = {{5, 5, 5}};
  preview.deviceLoad = {{0, 0, 0}};
  panel.setPreview(preview);
  save(panel, QStringLiteral("scenario"));
  const QByteArray csv = contents(QStringLiteral("scenario-1.csv"));
  QVERIFY(csv.contains("Bandwidth (Mbit/s),7.5,4,2,8"));
  QVERIFY(csv.contains("Round trip (ms),10,5,5,5") && !csv.contains("load"));
}

void TestUiPanelFigures::whatCannotBeDrawnIsNotOffered() {
  ScenarioPanel panel;
  ConditionsPreview dead;
  dead.durationS = 10;
  dead.mbps = {{0, 0, 0}, {0, 0, 0}};
  panel.setPreview(dead);
  panel.findChild<ConditionsChart*>()->setLogarithmic(true);
  QVERIFY_EXCEPTION_THROWN((void)panel.figure(kOneColumnMm), Error);
  FileSaver saver(nullptr);
  QMenu menu;
  menu.addAction(QStringLiteral("Copy image"));
  addFigureActions(menu, panel, {}, saver);
  QCOMPARE(menu.actions().size(), 1);
  panel.findChild<ConditionsChart*>()->setLogarithmic(false);
  addFigureActions(menu, panel, {}, saver);
  QCOMPARE(menu.actions().size(), 4);  // the numbers, and two widths
}

void TestUiPanelFigures::emptyPanelsHaveNothing() {
  QVERIFY(!PolicyInsightPanel().figure(kOneColumnMm) && !DecisionMapPanel().figure(kOneColumnMm));
  QVERIFY(!DevicePanel().figure(kOneColumnMm) && !SamplePanel().figure(kOneColumnMm));
  QVERIFY(!PolicyPanel().figure(kOneColumnMm) && !LogPanel().figure(kOneColumnMm));
  QVERIFY(!ComparePanel().figure(kOneColumnMm) && !ScenarioPanel().figure(kOneColumnMm));
}

void TestUiPanelFigures::wrongGrids() {
  QVERIFY_EXCEPTION_THROWN(gridFigure({}), Error);
  GridData grid;
  grid.columns = grid.rows = 2;
  grid.grids.push_back({QStringLiteral("a"), std::vector<GridData::Cell>(3), {}});
  QVERIFY_EXCEPTION_THROWN(gridFigure(grid), Error);
}

CLEAVE_GUI_TEST(TestUiPanelFigures)
#include "test_ui_panel_figures.moc"
