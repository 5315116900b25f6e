// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QFile>
#include <QFileDialog>
#include <QImage>
#include <QMenu>
#include <QTemporaryDir>
#include <QTest>
#include <memory>

#include "tests/main/test_main.h"
#include "tests/ui/comparisons.h"
#include "tests/ui/samples.h"
#include "ui/charts/category_chart.h"
#include "ui/charts/xy_chart.h"
#include "ui/compare/compare_panel.h"
#include "ui/panels/chart_panel.h"
#include "ui/panels/log_panel.h"
#include "ui/window/dock_area.h"
#include "ui/window/panel_dock.h"
#include "ui/window/run_window.h"

using namespace cleave;
using namespace cleave::ui;

/// The menus of a window's panels, from the click to the file and the sentence in the log.
class TestUiPanelSaving : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void cleanup() { window_.reset(); }
  void everyHeaderHasAMenu();
  void headersOpenTheirMenu();
  void bodiesWithoutAMenuOpenTheHeaders();
  void picturesHaveTheTitle();
  void chartsOfferFigures();
  void chartsWithinPanelsOfferFigures();
  void savingIsTold();

 private:
  PanelDock& dock(const char* id) const { return *window_->panels().dock(QString::fromLatin1(id)); }
  static QStringList texts(const QList<QAction*>& actions) {
    QStringList texts;
    for (const QAction* action : actions) texts << action->text();
    return texts;
  }
  static QAction* action(const QList<QAction*>& actions, const QString& text) {
    for (QAction* each : actions) {
      if (each->text().remove(QLatin1Char('&')).startsWith(text)) return each;
    }
    return nullptr;
  }
  /// The one dialog that is open.
  QFileDialog* dialog() const { return window_->findChild<QFileDialog*>(); }
  void choose(const QString& name) {
    QFileDialog* asked = dialog();
    QVERIFY(asked);
    asked->setDirectory(folder_.path());
    asked->selectFile(name);
    QMetaObject::invokeMethod(asked, "accept");
  }
  QString lastSentence() const {
    const LogModel& log = window_->findChild<LogPanel*>()->model();
    return log.rowCount() == 0 ? QString() : log.index(log.rowCount() - 1, log.columnCount() - 1).data().toString();
  }

  std::unique_ptr<RunWindow> window_;
  ComparePanel* compare_ = nullptr;
  QTemporaryDir folder_;
};

void TestUiPanelSaving::init() {
  window_ = std::make_unique<RunWindow>();
  compare_ = new ComparePanel;
  window_->addPanel(QStringLiteral("compare"), compare_);
  window_->setModel({QStringLiteral("small"), samples::network(), {}, {0.9, 0.95}});
  compare_->setComparison(test::comparison());
  window_->show();
  QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
  window_->setState(RunState::Running);
  std::vector<RequestRecord> records;
  for (std::uint64_t i = 0; i < 100; ++i) records.push_back(samples::record(i, {2, 3, 4}, i % 5 != 0));
  window_->appendRecords(records);
}

void TestUiPanelSaving::everyHeaderHasAMenu() {
  QVERIFY(window_->panels().docks().size() >= 13);
  for (PanelDock* each : window_->panels().docks()) {
    const auto menu = each->makeMenu();
    QVERIFY2(action(menu->actions(), QStringLiteral("Copy image")), qPrintable(each->objectName()));
    QVERIFY2(action(menu->actions(), QStringLiteral("Save image…")), qPrintable(each->objectName()));
  }
}

void TestUiPanelSaving::headersOpenTheirMenu() {
  QWidget* header = dock("map").titleBarWidget();
  QContextMenuEvent event(QContextMenuEvent::Mouse, {20, 8}, header->mapToGlobal(QPoint(20, 8)));
  QApplication::sendEvent(header, &event);
  auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
  QVERIFY(menu);
  QVERIFY(action(menu->actions(), QStringLiteral("Save image…")));
  menu->close();
}

void TestUiPanelSaving::bodiesWithoutAMenuOpenTheHeaders() {
  QWidget& body = dock("sample").panel();
  QContextMenuEvent event(QContextMenuEvent::Mouse, {20, 20}, body.mapToGlobal(QPoint(20, 20)));
  QApplication::sendEvent(&body, &event);
  auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
  QVERIFY(menu && action(menu->actions(), QStringLiteral("Save image…")));
  menu->close();
}

void TestUiPanelSaving::picturesHaveTheTitle() {
  for (const char* id : {"map", "latency"}) {
    const auto header = dock(id).makeMenu();
    action(header->actions(), QStringLiteral("Copy image"))->trigger();
    QCOMPARE(QApplication::clipboard()->image().size(), dock(id).size() * 2);
  }
  // So has a chart's own menu.
  auto* chart = qobject_cast<ChartPanel*>(&dock("latency").panel());
  QVERIFY(chart);
  const auto menu = chart->makeMenu();
  action(menu->actions(), QStringLiteral("Copy image"))->trigger();
  QCOMPARE(QApplication::clipboard()->image().size(), dock("latency").size() * 2);
}

void TestUiPanelSaving::chartsOfferFigures() {
  for (const char* id : {"latency", "bandwidth", "accuracy", "decisions", "link", "confusion"}) {
    auto* chart = qobject_cast<ChartPanel*>(&dock(id).panel());
    QVERIFY2(chart, id);
    for (const auto& menu : {chart->makeMenu(), dock(id).makeMenu()}) {
      const auto actions = menu->actions();
      QVERIFY2(action(actions, QStringLiteral("Save figure, one column…")), id);
      QVERIFY2(action(actions, QStringLiteral("Save figure, two columns…")), id);
      QCOMPARE(texts(actions).count(QStringLiteral("Copy image")), 1);
    }
  }
  // What a chart copies and saves stands together, before what moves its axis.
  const auto menu = qobject_cast<ChartPanel*>(&dock("latency").panel())->makeMenu();
  const QStringList all = texts(menu->actions());
  QVERIFY(all.indexOf(QStringLiteral("Save all data (CSV)…")) < all.indexOf(QString()));
  // The header says the same, and a matrix has no axis to move.
  QVERIFY(action(dock("latency").makeMenu()->actions(), QStringLiteral("Copy visible data (CSV)")));
  const auto matrix = dock("confusion").makeMenu();
  QVERIFY(action(matrix->actions(), QStringLiteral("Copy data (CSV)")));
  for (const char* none : {"Save all data", "Copy all data", "Back to live", "X axis: time"}) {
    QVERIFY2(!action(matrix->actions(), QString::fromLatin1(none)), none);
  }
  // An empty chart has no figure, but a picture.
  window_->clearRun();
  const auto empty = dock("latency").makeMenu();
  QVERIFY(!action(empty->actions(), QStringLiteral("Save figure")));
  QVERIFY(action(empty->actions(), QStringLiteral("Save image…")));
}

void TestUiPanelSaving::chartsWithinPanelsOfferFigures() {
  window_->openWorkspace(QStringLiteral("compare"));
  for (const auto* chart : compare_->findChildren<XyChart*>()) {
    QVERIFY(action(chart->actions(), QStringLiteral("Save figure, one column…")));
    QCOMPARE(chart->actions().value(2)->objectName(), QStringLiteral("saveFigureOne"));
  }
  auto* boxes = compare_->findChild<CategoryChart*>(QStringLiteral("boxes"));
  QVERIFY(boxes);
  action(boxes->actions(), QStringLiteral("Save figure, two columns…"))->trigger();
  choose(QStringLiteral("boxes.svg"));
  QTRY_VERIFY(QFile::exists(folder_.filePath(QStringLiteral("boxes.svg"))));
  QFile svg(folder_.filePath(QStringLiteral("boxes.svg")));
  QVERIFY(svg.open(QIODevice::ReadOnly) && svg.readAll().contains("width=\"181.9mm\""));
}

void TestUiPanelSaving::savingIsTold() {
  const auto menu = dock("latency").makeMenu();
  action(menu->actions(), QStringLiteral("Save figure, one column…"))->trigger();
  choose(QStringLiteral("latency.csv"));
  QTRY_VERIFY2(lastSentence().contains(QStringLiteral("latency.csv")), qPrintable(lastSentence()));
  QFile csv(folder_.filePath(QStringLiteral("latency.csv")));
  QVERIFY(csv.open(QIODevice::ReadOnly));
  QCOMPARE(csv.readAll().count('\n'), 101);

  const int errors = window_->findChild<LogPanel*>()->model().errors();
  const auto again = dock("map").makeMenu();
  action(again->actions(), QStringLiteral("Save image…"))->trigger();
  choose(QStringLiteral("map.bmp"));
  QTRY_COMPARE(window_->findChild<LogPanel*>()->model().errors(), errors + 1);
  QVERIFY(lastSentence().contains(QStringLiteral("map.bmp")));
}

CLEAVE_GUI_TEST(TestUiPanelSaving)
#include "test_ui_panel_saving.moc"
