// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QHeaderView>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QtTest>
#include <cmath>

#include "tests/main/test_main.h"
#include "tests/ui/comparisons.h"
#include "ui/charts/category_chart.h"
#include "ui/charts/xy_chart.h"
#include "ui/compare/compare_panel.h"
#include "ui/compare/comparison_curves.h"
#include "ui/compare/comparison_table.h"
#include "ui/compare/comparison_view.h"
#include "ui/theme/format.h"
#include "ui/theme/look.h"
#include "ui/widgets/wrap_layout.h"

namespace cleave::ui {

class TestUiCompare : public QObject {
  Q_OBJECT

  static void offer(ComparePanel& panel) {
    panel.setScenarios({"demo", "lte-walk"}, "lte-walk");
    panel.setPolicies({{"trained:demo", "Trained"}, {"greedy", "Rules"}, {"edgent", "Rules"}}, {"greedy", "no such"});
    panel.resize(1000, 700);
    panel.show();
  }
  template <class T>
  static T* find(const QWidget& parent, const char* name) {
    return parent.findChild<T*>(QLatin1String(name));
  }
  static QStringList order(const ComparisonTable& table) {
    QStringList names;
    for (int i = 0; i < table.model()->rowCount(); ++i) {
      names << table.model()->index(i, 0).data(ComparisonModel::NameRole).toString();
    }
    return names;
  }
  static void clickHeader(const ComparisonTable& table, int column) {
    const QHeaderView* header = table.horizontalHeader();
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {},
                      QPoint(header->sectionViewportPosition(column) + 20, header->height() / 2));
  }

 private Q_SLOTS:
  void initTestCase() {
    installLook();
    qApp->setPalette(paletteFor(lightColours()));
    qApp->setStyleSheet(styleSheetFor(lightColours()));
  }

  void scenariosOfFilesAreShortlyNamed() {
    ComparePanel panel;
    offer(panel);
    panel.setScenarios({"demo", "/home/me/mine.scenario"}, "/home/me/mine.scenario");
    QCOMPARE(find<QComboBox>(panel, "scenario")->currentText(), QStringLiteral("mine"));
    QCOMPARE(panel.request().scenario, QStringLiteral("/home/me/mine.scenario"));
  }

  void theModelKeepsItsPromises() {
    ComparisonModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    ComparisonSorter sorter;
    sorter.setSourceModel(&model);
    const QAbstractItemModelTester sorted(&sorter, QAbstractItemModelTester::FailureReportingMode::QtTest);
    Comparison growing = test::comparison();
    growing.rows.resize(2);
    model.setComparison(growing);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    model.setComparison(test::comparison());
    QCOMPARE(reset.count(), 0);  // rows were added: a selection stays
    QCOMPARE(model.rowCount(), 5);
    sorter.sort(ComparisonModel::Mean, Qt::DescendingOrder);
    model.setComparison({});
    QCOMPARE(reset.count(), 1);
    QVERIFY(!model.hasColumn(ComparisonModel::Predicted));
  }

  void paretoAndQuantiles() {
    const Comparison comparison = test::comparison();
    QCOMPARE(paretoFront(comparison.rows), (std::vector<std::size_t>{0, 3, 1, 4}));
    QCOMPARE(latencyAt(comparison.rows[0], 50), 60.0);
    QCOMPARE(latencyAt(comparison.rows[0], 50.5), 60.5);
    QVERIFY(std::isnan(latencyAt(ComparisonRow(), 50)));
    QCOMPARE(shownPolicy("policy:/home/me/my.best.cleavepolicy"), QStringLiteral("my.best"));
    QCOMPARE(shownPolicy("sac-d:x.cleavepolicy"), QStringLiteral("sac-d:x"));
    QCOMPARE(shownPolicy("fixed:5/4/8"), QStringLiteral("fixed:5/4/8"));
    const auto styles = stylesOf(comparison.rows, lightColours());
    QVERIFY(styles[1].colour != styles[2].colour);
    QCOMPARE(styles[4].dash, Qt::DashLine);
  }

  void curvesOfAComparison() {
    Comparison comparison = test::comparison();
    comparison.rows[0].requests = 50;
    comparison.rows[1].quantiles.clear();
    const auto cdf = latencyCdf(comparison, lightColours());
    QCOMPARE(cdf[0].points.last(), QPointF(110, 1));
    QVERIFY(cdf[1].points.isEmpty());
    const auto tail = latencyTail(comparison, lightColours());
    QCOMPARE(tail[0].points.size(), 99);  // of 50 requests, nothing is known below 2 %
    QVERIFY(std::abs(tail[0].points.last().y() - 0.02) < 1e-9);
    const auto trade = accuracyAgainstLatency(comparison, lightColours());
    QCOMPARE(trade.size(), std::size_t{6});
    QCOMPARE(trade[2].labels, QStringList{QString()});  // beaten: no name
    QCOMPARE(trade[3].labels, QStringList{QStringLiteral("trained:demo")});
    QCOMPARE(trade.back().points.size(), 4);
    QCOMPARE(latencyBoxes(comparison, lightColours())[0].upper, 85.0);
    QCOMPARE(violationRows(comparison, lightColours())[2].value, 20.0);
  }

  void aClickOnAHeaderSortsByNumber() {
    ComparisonTable table;
    Comparison comparison = test::comparison();
    comparison.rows[1].score = {};
    table.setComparison(comparison);
    table.resize(1000, 300);
    table.show();
    QVERIFY(table.isColumnHidden(ComparisonModel::Predicted));
    const QStringList given{"best-fixed", "greedy", "slow", "trained:demo", "oracle"};
    QCOMPARE(order(table), given);
    clickHeader(table, ComparisonModel::Score);
    QCOMPARE(order(table), (QStringList{"slow", "best-fixed", "trained:demo", "oracle", "greedy"}));
    clickHeader(table, ComparisonModel::Score);
    QCOMPARE(order(table), (QStringList{"oracle", "trained:demo", "best-fixed", "slow", "greedy"}));
    clickHeader(table, ComparisonModel::Score);
    QCOMPARE(order(table), given);
  }

  void ctrlCCopiesATable() {
    ComparisonTable table;
    table.setComparison(test::comparison());
    table.resize(1000, 300);
    table.show();
    QVERIFY(QTest::qWaitForWindowActive(&table));
    table.setFocus();
    table.selectPolicy(QStringLiteral("slow"));
    QTest::keyClick(&table, Qt::Key_C, Qt::ControlModifier);
    QStringList lines = QApplication::clipboard()->text().split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 2);
    QVERIFY(lines[0].startsWith(QStringLiteral("policy\tscore\tscore low\tscore high\treward\tacc. %")));
    QVERIFY(lines[1].startsWith(QStringLiteral("slow\t-2\t-2.1\t-1.9\t0.6\t92\t20\t10\t40\t250")));
    QCOMPARE(lines[0].count(QLatin1Char('\t')), lines[1].count(QLatin1Char('\t')));
    table.clearSelection();
    QTest::keyClick(&table, Qt::Key_C, Qt::ControlModifier);
    lines = QApplication::clipboard()->text().split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 6);
  }

  void oneSelectionInTableAndCharts() {
    ComparisonView view;
    view.setComparison(test::comparison());
    view.resize(1500, 600);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    auto* cdf = find<XyChart>(view, "cdf");
    auto* bytes = find<CategoryChart>(view, "bytes");
    view.table().selectPolicy(QStringLiteral("greedy"));
    QCOMPARE(cdf->highlighted(), QStringLiteral("greedy"));
    QCOMPARE(bytes->highlighted(), QStringLiteral("greedy"));
    const QRectF plot = bytes->frame().plot;
    QTest::mouseClick(bytes, Qt::LeftButton, {}, QPoint(100, static_cast<int>(plot.top() + plot.height() * 0.7)));
    QCOMPARE(view.table().selectedPolicy(), QStringLiteral("trained:demo"));
    QCOMPARE(cdf->highlighted(), QStringLiteral("trained:demo"));
    QTest::mouseClick(cdf, Qt::LeftButton, {}, cdf->frame().at({25, 0.95}).toPoint());
    QVERIFY(view.table().selectedPolicy().isEmpty());
    QCOMPARE(bytes->highlighted(), QString());
  }

  void theViewFitsItsWidth() {
    ComparisonView view;
    view.setComparison(test::comparison());
    view.show();
    for (const auto& [width, columns] : {std::pair{280, 1}, {620, 2}, {1250, 4}, {1600, 5}}) {
      view.resize(width, 800);
      QCoreApplication::processEvents();
      QCOMPARE(view.columns(), columns);
      for (const char* name : {"cdf", "tail", "trade", "boxes", "scores", "violations", "bytes"}) {
        const auto* chart = find<QWidget>(view, name);
        const QRect at(chart->mapTo(&view, QPoint()), chart->size());
        QVERIFY2(view.rect().contains(at) || at.bottom() > 800, name);
        QVERIFY2(at.width() >= 220, name);
      }
    }
    Comparison live = test::comparison();
    for (auto& row : live.rows) row.score = {};
    view.setComparison(live);
    QVERIFY(find<QWidget>(view, "scores")->parentWidget()->isHidden());
  }

  void newScenariosLeaveThePoliciesAlone() {
    ComparePanel panel;
    panel.setScenarios({"a", "b"}, "b");
    panel.setPolicies({{"greedy", "rules"}, {"trained:a", "trained"}, {"trained:b", "trained"}}, {"trained:a"});
    panel.setScenarios({"a", "b", "/home/me/mine.scenario"}, "b");  // one was saved
    QCOMPARE(panel.request().policies, QStringList{"trained:a"});
    QCOMPARE(panel.request().scenario, QStringLiteral("b"));
  }
  void aTitleEnlargesItsChart() {
    ComparisonView view;
    view.setComparison(test::comparison());
    view.resize(1500, 600);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    auto* tail = find<QWidget>(view, "tail");
    const int before = tail->width();
    auto* title = tail->parentWidget()->findChild<QPushButton*>();
    QTest::mouseClick(title, Qt::LeftButton);
    QVERIFY(!find<QWidget>(view, "cdf")->isVisible());
    QTRY_VERIFY(tail->width() > 1.5 * before);
    QTest::mouseClick(title, Qt::LeftButton);
    QVERIFY(find<QWidget>(view, "cdf")->isVisible());
  }

  void runAsksForWhatIsChosen() {
    ComparePanel panel;
    QSignalSpy asked(&panel, &ComparePanel::runRequested);
    offer(panel);
    auto* list = find<QListWidget>(panel, "policyList");
    QCOMPARE(list->count(), 5);  // with two headings
    list->item(1)->setCheckState(Qt::Checked);
    panel.addPolicyFile(QStringLiteral("/tmp/new.cleavepolicy"));
    find<QSpinBox>(panel, "seeds")->setValue(3);
    QTest::mouseClick(find<QPushButton>(panel, "run"), Qt::LeftButton);
    QCOMPARE(asked.count(), 1);
    auto request = asked[0][0].value<CompareRequest>();
    QCOMPARE(request.scenario, QStringLiteral("lte-walk"));
    QCOMPARE(request.policies, (QStringList{"trained:demo", "greedy", "policy:/tmp/new.cleavepolicy"}));
    QVERIFY(!request.live);
    QCOMPARE(request.seeds, 3);
    find<QComboBox>(panel, "mode")->setCurrentIndex(1);
    QVERIFY(!find<QSpinBox>(panel, "seeds")->isVisible());
    QCOMPARE(panel.request().requests, 200);
    find<QComboBox>(panel, "mode")->setCurrentIndex(0);
    QCOMPARE(panel.request().requests, 250);
    panel.setRequest({QStringLiteral("demo"), {QStringLiteral("edgent")}, true, 2, 40});
    QCOMPARE(panel.request().policies, QStringList{QStringLiteral("edgent")});
    QCOMPARE(panel.request().requests, 40);
  }

  void theTrainedPolicyFollowsTheScenario() {
    ComparePanel panel;
    offer(panel);
    panel.setPolicies({{"trained:demo", "Trained"}, {"trained:lte-walk", "Trained"}, {"greedy", "Rules"}},
                      {"trained:lte-walk", "greedy"});
    find<QComboBox>(panel, "scenario")->setCurrentText(QStringLiteral("demo"));
    QCOMPARE(panel.request().policies, (QStringList{"trained:demo", "greedy"}));
    panel.setPolicies({{"trained:demo", "Trained"}, {"greedy", "Rules"}}, {"trained:demo", "greedy"});
    find<QComboBox>(panel, "scenario")->setCurrentText(QStringLiteral("lte-walk"));  // there is none for it
    QCOMPARE(panel.request().policies, (QStringList{"trained:demo", "greedy"}));
  }

  void nothingChosenCannotBeRun() {
    ComparePanel panel;
    offer(panel);
    panel.setPolicies({{"greedy", "Rules"}}, {});
    QVERIFY(!find<QPushButton>(panel, "run")->isEnabled());
    find<QListWidget>(panel, "policyList")->item(1)->setCheckState(Qt::Checked);
    QVERIFY(find<QPushButton>(panel, "run")->isEnabled());
  }

  void theListOpensAndChecks() {
    ComparePanel panel;
    offer(panel);
    auto* picker = find<PolicyPicker>(panel, "policyPicker");
    QTest::mouseClick(picker, Qt::LeftButton);
    QVERIFY(picker->list().isVisible());
    picker->list().setCurrentRow(4);
    QTest::keyClick(&picker->list(), Qt::Key_Space);
    QCOMPARE(picker->checked(), (QStringList{"greedy", "edgent"}));
    picker->list().window()->close();
  }

  void aRunIsShown() {
    ComparePanel panel;
    offer(panel);
    panel.setMessage(QStringLiteral("It failed."), true);
    panel.setRunning(true);
    QVERIFY(panel.message().isEmpty());
    QVERIFY(!find<QPushButton>(panel, "run")->isVisible());
    panel.setProgress(0.4, QStringLiteral("Judging 40 %"));
    QCOMPARE(panel.note(), QStringLiteral("Judging 40 %"));
    Comparison first = test::comparison();
    first.rows.resize(1);
    panel.setComparison(first);
    QVERIFY(panel.view().isVisible());
    QSignalSpy stopped(&panel, &ComparePanel::stopRequested);
    QTest::mouseClick(find<QPushButton>(panel, "stop"), Qt::LeftButton);
    QCOMPARE(stopped.count(), 1);
    panel.setRunning(false);
    panel.setComparison(test::comparison());
    QCOMPARE(panel.note(), QStringLiteral("demo, simulated, 10,000 requests each, target 80 ms"));
    panel.setComparison({});
    QVERIFY(!panel.view().isVisible());
  }

  void keptOnesAreOffered() {
    ComparePanel panel;
    offer(panel);
    QSignalSpy opened(&panel, &ComparePanel::openRequested);
    panel.setHistory({QStringLiteral("/a/b/2026 demo.jsonl")});
    QTest::mouseClick(find<QWidget>(panel, "openComparison"), Qt::LeftButton);
    auto* menu = panel.findChild<QMenu*>();
    QVERIFY(menu != nullptr);
    QCOMPARE(menu->actions()[0]->text(), QStringLiteral("2026 demo"));
    menu->actions()[0]->trigger();
    QCOMPARE(opened[0][0].toString(), QStringLiteral("/a/b/2026 demo.jsonl"));
    menu->close();
    QVERIFY(!find<QWidget>(panel, "saveComparison")->isEnabled());
  }

  void theBarWraps() {
    ComparePanel panel;
    offer(panel);
    for (const int width : {280, 400, 1500}) {
      panel.resize(width, 400);
      QCoreApplication::processEvents();
      const auto* run = find<QPushButton>(panel, "run");
      QVERIFY(panel.rect().contains(QRect(run->mapTo(&panel, QPoint()), run->size())));
    }
  }
};

}  // namespace cleave::ui

CLEAVE_GUI_TEST(cleave::ui::TestUiCompare)
#include "test_ui_compare.moc"
