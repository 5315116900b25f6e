// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QApplication>
#include <QFile>
#include <QMenu>
#include <QMessageBox>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QUndoStack>
#include <memory>

#include "tests/main/test_main.h"
#include "ui/charts/live_plot.h"
#include "ui/map/network_map.h"
#include "ui/panels/log_model.h"
#include "ui/panels/log_panel.h"
#include "ui/panels/panel.h"
#include "ui/window/dock_area.h"
#include "ui/window/layout_store.h"
#include "ui/window/panel_dock.h"
#include "ui/window/recent_files.h"
#include "ui/window/run_window.h"
#include "ui/window/workspaces.h"

using namespace cleave::ui;

/// Docks, workspaces, and what is kept of them.
class TestUiLayout : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void cleanup();
  void panelsStandAsTheTreeSays();
  void sharesFollowTheSize();
  void closedPanelsComeBack();
  void workspacesKeepTheirOwnLayout();
  void ownWorkspaces();
  void layoutsOutliveTheWindow();
  void themesOfTheCommandLineDoNotOutliveTheWindow();
  void layoutsOutliveACrash();
  void damagedLayouts_data();
  void damagedLayouts();
  void nothingIsNoLayout();
  void editsAreUndone();
  void floatingPanelsHaveTheWindowsTheme();
  void turnedTabsAreKeptButNoEdit();
  void everyWorkspaceHasItsOwnSteps();
  void removingAWorkspaceAsks();
  void keysSwitchWorkspaces();
  void recentFiles();
  void logModel();

 private:
  void open() {
    window_.reset();
    window_ = std::make_unique<RunWindow>(WindowFiles{file("layouts.json"), file("recent.txt")});
    window_->restoreLayout();
    window_->show();
    QVERIFY(QTest::qWaitForWindowActive(window_.get()));
    QTest::qWait(30);  // the shares are given after the first event
  }
  QAction* memory(int requests) const {
    for (QAction* action : window_->findChild<QMenu*>(QStringLiteral("memoryMenu"))->actions()) {
      if (action->data().toInt() == requests) return action;
    }
    return nullptr;
  }
  QString file(const char* name) const { return folder_->filePath(QString::fromLatin1(name)); }
  PanelDock* dock(const char* id) const { return window_->panels().dock(QString::fromLatin1(id)); }
  QRect place(const char* id) const { return {dock(id)->mapTo(window_.get(), QPoint(0, 0)), dock(id)->size()}; }

  std::unique_ptr<QTemporaryDir> folder_;
  std::unique_ptr<RunWindow> window_;
};

void TestUiLayout::init() {
  folder_ = std::make_unique<QTemporaryDir>();
  open();
}

void TestUiLayout::cleanup() {
  window_.reset();
}

void TestUiLayout::panelsStandAsTheTreeSays() {
  QVERIFY(place("sample").right() < place("map").left());
  QVERIFY(place("map").bottom() < place("latency").top());
  QVERIFY(place("bandwidth").right() < place("accuracy").left());
  QCOMPARE(place("sample").top(), place("map").top());
  QVERIFY(place("map").right() < place("policy").left());
  QVERIFY(place("map").width() > 3 * place("sample").width());
  QVERIFY(window_->panels().tabifiedDockWidgets(dock("link")).contains(dock("log")));
  QVERIFY(dock("link")->isVisible());
  for (const QString& name : Workspaces::builtIn()) {
    window_->openWorkspace(name);
    const QStringList wanted = Workspaces::treeOf(name).panels();
    for (const PanelDock* panel : window_->panels().docks()) {
      QCOMPARE(!panel->isHidden(), wanted.contains(panel->objectName()));
    }
  }
}

void TestUiLayout::sharesFollowTheSize() {
  const double before = double(place("map").width()) / window_->width();
  window_->resize(1280, 720);
  QTest::qWait(20);
  QVERIFY(std::abs(double(place("map").width()) / window_->width() - before) < 0.05);
}

void TestUiLayout::closedPanelsComeBack() {
  dock("accuracy")->close();
  QVERIFY(dock("accuracy")->isHidden());
  auto* menu = window_->findChild<QMenu*>(QStringLiteral("panelsMenu"));
  Q_EMIT menu->aboutToShow();
  QAction* toggle = dock("accuracy")->toggleViewAction();
  QVERIFY(menu->actions().contains(toggle));
  toggle->trigger();
  QVERIFY(dock("accuracy")->isVisible());
  window_->panels().showPanel(QStringLiteral("log"));  // behind another's tab
  QTRY_VERIFY(!dock("log")->visibleRegion().isEmpty());
  window_->panels().showPanel(QStringLiteral("no such panel"));
}

void TestUiLayout::workspacesKeepTheirOwnLayout() {
  dock("accuracy")->close();
  window_->openWorkspace(QStringLiteral("train"));
  window_->openWorkspace(QStringLiteral("run"));
  QVERIFY(dock("accuracy")->isHidden());
  window_->workspaces().reset();
  QVERIFY(dock("accuracy")->isVisible());
  const LogModel& log = window_->findChild<LogPanel*>()->model();
  const int before = log.errors();
  window_->openWorkspace(QStringLiteral("moon"));
  QCOMPARE(log.errors(), before + 1);
  QCOMPARE(window_->workspaces().current(), QStringLiteral("run"));
}

void TestUiLayout::ownWorkspaces() {
  dock("decisions")->close();
  QVERIFY(!window_->workspaces().saveAs(QStringLiteral("train")));
  QVERIFY(!window_->workspaces().saveAs(QStringLiteral("  ")));
  QVERIFY(window_->workspaces().saveAs(QStringLiteral("mine")));
  QVERIFY(window_->findChild<QToolButton*>(QStringLiteral("workspace-mine"))->isChecked());
  QTest::mouseClick(window_->findChild<QToolButton*>(QStringLiteral("workspace-run")), Qt::LeftButton);
  QCOMPARE(window_->workspaces().current(), QStringLiteral("run"));
  QVERIFY(dock("decisions")->isVisible());
  QTest::mouseClick(window_->findChild<QToolButton*>(QStringLiteral("workspace-mine")), Qt::LeftButton);
  QVERIFY(dock("decisions")->isHidden());
  window_->workspaces().remove(QStringLiteral("run"));
  QVERIFY(window_->workspaces().names().contains(QStringLiteral("run")));
  window_->workspaces().remove(QStringLiteral("mine"));
  QCOMPARE(window_->workspaces().current(), QStringLiteral("run"));
  QVERIFY(!window_->workspaces().names().contains(QStringLiteral("mine")));
}

void TestUiLayout::layoutsOutliveTheWindow() {
  dock("accuracy")->close();
  QVERIFY(window_->workspaces().saveAs(QStringLiteral("mine")));
  window_->setTheme(Theme::Dark);
  memory(1000)->trigger();
  window_->close();
  open();
  QVERIFY(coloursOf(*window_).dark);
  QVERIFY(memory(1000)->isChecked());
  QCOMPARE(window_->findChild<LivePlot*>()->buffer().capacity(), std::size_t{1000});
  QCOMPARE(window_->workspaces().current(), QStringLiteral("mine"));
  QVERIFY(dock("accuracy")->isHidden());
  QVERIFY(dock("latency")->isVisible());
}

void TestUiLayout::themesOfTheCommandLineDoNotOutliveTheWindow() {
  window_->setTheme(Theme::Light);
  window_->showTheme(Theme::Dark);
  QVERIFY(coloursOf(*window_).dark);
  window_->close();
  open();
  QVERIFY(!coloursOf(*window_).dark);
}

void TestUiLayout::layoutsOutliveACrash() {
  dock("accuracy")->close();
  QTRY_VERIFY(QFile::exists(file("layouts.json")));
  const RunWindow* lost = window_.release();  // which never gets to close itself
  open();
  QVERIFY(dock("accuracy")->isHidden());
  delete lost;
}

void TestUiLayout::damagedLayouts_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<bool>("aside");
  QTest::newRow("empty") << QByteArray() << true;
  QTest::newRow("no JSON") << QByteArray("\x00\xff{", 3) << true;
  QTest::newRow("another format") << QByteArray(R"({"format": 9, "layouts": {}})") << true;
  QTest::newRow("layouts are no object") << QByteArray(R"({"format": 1, "layouts": 3})") << true;
  QTest::newRow("no base64") << QByteArray(R"({"format": 1, "current": "run", "layouts": {"run": "!!"}})") << false;
  QTest::newRow("no layout") << QByteArray(R"({"format": 1, "current": "run", "layouts": {"run": "AAAA"}})") << false;
  QTest::newRow("no theme, no number") << QByteArray(
                                              R"({"format": 1, "current": "run", "layouts": {}, "theme": "pink",)"
                                              R"( "requests_remembered": -7})")
                                       << false;
  QTest::newRow("no workspace") << QByteArray(R"({"format": 1, "current": "moon", "layouts": {}})") << false;
}

void TestUiLayout::damagedLayouts() {
  QFETCH(QByteArray, text);
  QFETCH(bool, aside);
  window_.reset();
  QFile saved(file("layouts.json"));
  QVERIFY(saved.open(QIODevice::WriteOnly));
  saved.write(text);
  saved.close();
  open();
  QVERIFY(dock("map")->isVisible());
  QVERIFY(place("sample").right() < place("map").left());
  QCOMPARE(QFile::exists(file("layouts.json.damaged")), aside);  // whoever made it by hand can mend it
}

void TestUiLayout::nothingIsNoLayout() {
  DockArea& area = window_->panels();
  const QByteArray whole = area.layoutState();
  for (PanelDock* panel : area.docks()) panel->close();
  const QByteArray nothing = area.layoutState();
  QVERIFY(area.restoreLayout(whole));
  QVERIFY(!area.restoreLayout(nothing));  // an empty window would be a trap
  QVERIFY(dock("map")->isVisible());
}

void TestUiLayout::editsAreUndone() {
  QSignalSpy edited(&window_->panels(), &DockArea::edited);
  dock("accuracy")->close();
  QTRY_COMPARE(edited.size(), 1);
  dock("map")->setFloating(true);
  QTRY_COMPARE(edited.size(), 2);
  window_->undoStack().undo();
  QVERIFY(!dock("map")->isFloating());
  QVERIFY(dock("accuracy")->isHidden());
  window_->undoStack().undo();
  QVERIFY(dock("accuracy")->isVisible());
  window_->undoStack().redo();
  QVERIFY(dock("accuracy")->isHidden());
  QTest::qWait(400);
  QCOMPARE(edited.size(), 2);  // undoing is no edit
  window_->workspaces().reset();
  QVERIFY(dock("accuracy")->isVisible());
  window_->undoStack().undo();  // the most of all edits
  QVERIFY(dock("accuracy")->isHidden());
}

void TestUiLayout::floatingPanelsHaveTheWindowsTheme() {
  for (const Theme theme : {Theme::Light, Theme::Dark, Theme::Light}) {
    dock("map")->setFloating(true);
    window_->setTheme(theme);
    QVERIFY(dock("map")->isWindow());
    QCOMPARE(coloursOf(*dock("map")).dark, theme == Theme::Dark);
    QCOMPARE(coloursOf(*window_->findChild<NetworkMap*>()).dark, theme == Theme::Dark);
    dock("map")->setFloating(false);
    QCOMPARE(coloursOf(*window_->findChild<NetworkMap*>()).dark, theme == Theme::Dark);
  }
}

void TestUiLayout::turnedTabsAreKeptButNoEdit() {
  QSignalSpy edited(&window_->panels(), &DockArea::edited);
  QSignalSpy nudged(&window_->panels(), &DockArea::nudged);
  dock("reward")->raise();
  QTRY_VERIFY(nudged.size() > 0);
  QCOMPARE(edited.size(), 0);
}

void TestUiLayout::everyWorkspaceHasItsOwnSteps() {
  QSignalSpy edited(&window_->panels(), &DockArea::edited);
  dock("accuracy")->close();
  QTRY_COMPARE(edited.size(), 1);
  window_->workspaces().open(QStringLiteral("train"));
  QVERIFY(!window_->undoStack().canUndo());
  dock("latency")->close();
  QTRY_COMPARE(edited.size(), 2);
  window_->workspaces().open(QStringLiteral("run"));
  window_->undoStack().undo();
  QVERIFY(dock("accuracy")->isVisible());
  window_->workspaces().open(QStringLiteral("train"));
  QVERIFY(dock("latency")->isHidden());
  window_->undoStack().undo();
  QVERIFY(dock("latency")->isVisible());
}

void TestUiLayout::removingAWorkspaceAsks() {
  dock("accuracy")->close();
  QVERIFY(window_->workspaces().saveAs(QStringLiteral("mine")));
  const auto remove = [&] {
    QCoreApplication::processEvents();  // the menu is filled later
    for (QAction* action : window_->findChildren<QAction*>()) {
      if (action->text() == QStringLiteral("Remove workspace")) action->trigger();
    }
    return window_->findChild<QMessageBox*>(QStringLiteral("workspaceQuestion"));
  };
  QMessageBox* question = remove();
  QVERIFY(question && question->text().contains(QStringLiteral("mine")));
  question->reject();
  QVERIFY(window_->workspaces().names().contains(QStringLiteral("mine")));
  QTRY_VERIFY(!window_->findChild<QMessageBox*>(QStringLiteral("workspaceQuestion")));
  question = remove();
  QVERIFY(question);
  for (QAbstractButton* button : question->buttons()) {
    if (button->text() == QStringLiteral("Remove")) button->click();
  }
  QTRY_VERIFY(!window_->workspaces().names().contains(QStringLiteral("mine")));
  QVERIFY(!window_->undoStack().canUndo() || window_->workspaces().current() == QStringLiteral("run"));
}

void TestUiLayout::keysSwitchWorkspaces() {
  QTest::keyClick(window_.get(), Qt::Key_2, Qt::ControlModifier);
  QCOMPARE(window_->workspaces().current(), QStringLiteral("train"));
  QCoreApplication::processEvents();
  QTest::keyClick(window_.get(), Qt::Key_1, Qt::ControlModifier);
  QCOMPARE(window_->workspaces().current(), QStringLiteral("run"));
}

void TestUiLayout::recentFiles() {
  for (const char* name : {"a", "b", "c"}) {
    QFile made(file(name));
    QVERIFY(made.open(QIODevice::WriteOnly));
  }
  RecentFiles recent(file("list.txt"));
  recent.add(file("a"));
  recent.add(file("b"));
  recent.add(file("c"));
  recent.add(file("a"));
  QCOMPARE(recent.files(), (QStringList{file("a"), file("c"), file("b")}));
  QFile::remove(file("c"));
  QCOMPARE(RecentFiles(file("list.txt")).files(), (QStringList{file("a"), file("b")}));  // kept, and only what is there
  for (int i = 0; i < 30; ++i) recent.add(file(qPrintable(QString::number(i))));
  QVERIFY(RecentFiles(file("list.txt")).files().size() <= RecentFiles::kMost);
  recent.clear();
  QVERIFY(RecentFiles(file("list.txt")).files().isEmpty());
}

void TestUiLayout::logModel() {
  LogModel model;
  const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
  model.add(LogModel::Kind::Info, QStringLiteral("Opened."));
  model.add(LogModel::Kind::Error, QStringLiteral("Lost."));
  model.add(LogModel::Kind::Error, QStringLiteral("Lost."));
  model.add(LogModel::Kind::Info, {});
  QCOMPARE(model.rowCount(), 2);
  QCOMPARE(model.errors(), 2);
  QVERIFY(model.index(1, LogModel::Text).data().toString().contains(QLatin1String("2 times")));
  QVERIFY(model.asText().contains(QLatin1String("\tOpened.\n")));
  for (int i = 0; i < LogModel::kMost + 10; ++i) model.add(LogModel::Kind::Info, QString::number(i));
  QCOMPARE(model.rowCount(), LogModel::kMost);
  model.clear();
  QCOMPARE(model.errors(), 0);
}

CLEAVE_GUI_TEST(TestUiLayout)
#include "test_ui_layout.moc"
