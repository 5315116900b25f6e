// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/menus.h"

#include <QAction>
#include <QActionGroup>
#include <QDir>
#include <QUndoGroup>
#include <functional>

#include "ui/charts/plot_buffer.h"
#include "ui/charts/time_axis.h"
#include "ui/theme/plural.h"
#include "ui/window/dock_area.h"
#include "ui/window/panel_dock.h"
#include "ui/window/recent_files.h"
#include "ui/window/workspace_bar.h"
#include "ui/window/workspaces.h"

namespace cleave::ui {

Menus::Menus(DockArea& area, Workspaces& workspaces, const RecentFiles& recent, QUndoGroup& undo, TimeAxis& axis,
             QWidget* parent)
    : QMenuBar(parent) {
  setNativeMenuBar(false);
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
  fillFile(recent);
  fillEdit(undo);
  fillRun();
  fillView(area, workspaces);
  fillCharts(axis);
  fillHelp();
}

QAction* Menus::add(QMenu* menu, const QString& text, const QKeySequence& keys, void (Menus::*signal)()) {
  QAction* action = menu->addAction(text);
  action->setShortcut(keys);
  connect(action, &QAction::triggered, this, signal);
  return action;
}

void Menus::fillFile(const RecentFiles& recent) {
  QMenu* file = addMenu(tr("File"));
  add(file, tr("Open…"), Qt::CTRL | Qt::Key_O, &Menus::openFile);
  QMenu* again = file->addMenu(tr("Open recent"));
  again->setObjectName(QStringLiteral("recentMenu"));
  connect(again, &QMenu::aboutToShow, this, [this, again, &recent] {
    again->clear();
    for (const QString& path : recent.files()) {
      QAction* action = again->addAction(QDir::toNativeSeparators(path));
      connect(action, &QAction::triggered, this, [this, path] { Q_EMIT openRecent(path); });
    }
    if (again->isEmpty()) {
      again->addAction(tr("No recent files"))->setEnabled(false);
      return;
    }
    again->addSeparator();
    connect(again->addAction(tr("Clear list")), &QAction::triggered, this, &Menus::clearRecent);
  });
  runs_ = file->addMenu(tr("Open recorded run"));
  runs_->setObjectName(QStringLiteral("runsMenu"));
  runs_->setToolTipsVisible(true);
  connect(runs_, &QMenu::aboutToShow, this, [this] {
    Q_EMIT runsWanted();
    fillRuns();
  });
  fillRuns();
  file->addSeparator();
  add(file, tr("Save window as image…"), Qt::CTRL | Qt::Key_S, &Menus::savePicture);
  add(file, tr("Export figures…"), Qt::CTRL | Qt::Key_E, &Menus::exportFigures);
  file->addSeparator();
  add(file, tr("Quit"), Qt::CTRL | Qt::Key_Q, &Menus::quit);
}

void Menus::setRuns(const QList<RunFile>& runs) {
  runFiles_ = runs;
  fillRuns();
}

void Menus::fillRuns() {
  runs_->clear();
  if (!runFiles_) {
    runs_->addAction(tr("Searching for runs…"))->setEnabled(false);
  } else if (runFiles_->isEmpty()) {
    runs_->addAction(tr("No recorded runs"))->setEnabled(false);
  } else {
    for (const RunFile& run : *runFiles_) {
      QAction* action = runs_->addAction(QString(run.text).replace(QLatin1Char('&'), QLatin1String("&&")));
      action->setToolTip(QDir::toNativeSeparators(run.path));
      connect(action, &QAction::triggered, this, [this, path = run.path] { Q_EMIT openRun(path); });
    }
  }
}

void Menus::fillEdit(QUndoGroup& undo) {
  QMenu* edit = addMenu(tr("Edit"));
  QAction* back = undo.createUndoAction(this, tr("Undo"));
  back->setShortcut(Qt::CTRL | Qt::Key_Z);
  QAction* again = undo.createRedoAction(this, tr("Redo"));
  again->setShortcuts({Qt::CTRL | Qt::SHIFT | Qt::Key_Z, Qt::CTRL | Qt::Key_Y});
  edit->addActions({back, again});
}

void Menus::fillRun() {
  run_ = addMenu(tr("Run"));
  add(run_, tr("Start / Pause / Resume"), Qt::Key_Space, &Menus::startOrPause);
  add(run_, tr("Stop"), Qt::Key_Escape, &Menus::stop);
}

QAction* Menus::addRunAction(const QString& text, const QKeySequence& key) {
  QAction* action = run_->addAction(text);
  action->setShortcut(key);
  action->setAutoRepeat(false);
  return action;
}

void Menus::fillView(DockArea& area, Workspaces& workspaces) {
  QMenu* view = addMenu(tr("View"));
  fillWorkspaces(view->addMenu(tr("Workspace")), workspaces);
  QMenu* panels = view->addMenu(tr("Panels"));
  panels->setObjectName(QStringLiteral("panelsMenu"));
  connect(panels, &QMenu::aboutToShow, this, [panels, &area] {
    panels->clear();
    for (const PanelDock* dock : area.docks()) panels->addAction(dock->toggleViewAction());
  });
  view->addSeparator();
  auto* group = new QActionGroup(this);
  for (const auto& [theme, text] :
       {std::pair{Theme::System, tr("Follow system theme")}, std::pair{Theme::Light, tr("Light theme")},
        std::pair{Theme::Dark, tr("Dark theme")}}) {
    QAction* action = view->addAction(text);
    action->setCheckable(true);
    action->setData(static_cast<int>(theme));
    group->addAction(action);
    themes_ << action;
    connect(action, &QAction::triggered, this, [this, chosen = theme] { Q_EMIT themeChosen(chosen); });
  }
  view->addSeparator();
  add(view, tr("Full screen"), Qt::Key_F11, &Menus::fullScreen);
}

void Menus::fillWorkspaces(QMenu* menu, Workspaces& workspaces) {
  menu->setObjectName(QStringLiteral("workspaceMenu"));
  const auto fill = [this, menu, &workspaces] {
    menu->clear();
    const QStringList names = workspaces.names();
    for (int i = 0; i < names.size(); ++i) {
      const QString name = names[i];
      QAction* action = menu->addAction(WorkspaceBar::shownName(name));
      if (i < 9) action->setShortcut(QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + i)));
      action->setCheckable(true);
      action->setChecked(name == workspaces.current());
      connect(action, &QAction::triggered, &workspaces, [&workspaces, name] { workspaces.open(name); });
    }
    menu->addSeparator();
    add(menu, tr("Save workspace as…"), {}, &Menus::saveWorkspace);
    connect(menu->addAction(tr("Reset layout")), &QAction::triggered, &workspaces, &Workspaces::reset);
    QAction* remove = menu->addAction(tr("Remove workspace"));
    remove->setEnabled(!Workspaces::builtIn().contains(workspaces.current()));
    connect(remove, &QAction::triggered, this, &Menus::removeWorkspace);
  };
  fill();
  // Later, because one of these actions may be what the signal comes from.
  connect(&workspaces, &Workspaces::listChanged, this, fill, Qt::QueuedConnection);
  connect(&workspaces, &Workspaces::opened, this, fill, Qt::QueuedConnection);
}

void Menus::fillCharts(TimeAxis& axis) {
  constexpr double kStep = 1.5;
  QMenu* charts = addMenu(tr("Charts"));
  charts->setObjectName(QStringLiteral("chartsMenu"));
  const auto act = [&](const QString& text, const QKeySequence& keys, auto what) {
    QAction* action = charts->addAction(text);
    action->setShortcut(keys);
    connect(action, &QAction::triggered, &axis, what);
    return action;
  };
  act(tr("Back to live"), Qt::Key_L, [&axis] { axis.goLive(); });
  act(tr("Zoom in"), Qt::CTRL | Qt::Key_Plus, [&axis] { axis.zoom(kStep); });
  act(tr("Zoom out"), Qt::CTRL | Qt::Key_Minus, [&axis] { axis.zoom(1 / kStep); });
  act(tr("Show all"), Qt::CTRL | Qt::Key_0, [&axis] { axis.showAll(); });
  charts->addSeparator();
  auto* group = new QActionGroup(this);
  const auto unit = [&](const QString& text, const QKeySequence& keys, XUnit chosen) {
    QAction* action = act(text, keys, [&axis, chosen] { axis.setUnit(chosen); });
    action->setCheckable(true);
    action->setChecked(axis.unit() == chosen);
    group->addAction(action);
    connect(&axis, &TimeAxis::unitChanged, action,
            [&axis, action, chosen] { action->setChecked(axis.unit() == chosen); });
  };
  unit(tr("X axis: time"), Qt::CTRL | Qt::Key_T, XUnit::Seconds);
  unit(tr("X axis: request number"), Qt::CTRL | Qt::Key_R, XUnit::Requests);
  charts->addSeparator();
  fillMemory(charts->addMenu(tr("Chart history")));
}

void Menus::fillMemory(QMenu* menu) {
  menu->setObjectName(QStringLiteral("memoryMenu"));
  auto* group = new QActionGroup(this);
  for (const int requests : {1'000, 10'000, 100'000, 1'000'000}) {
    QAction* action = menu->addAction(plural(requests, tr("%n request"), tr("%n requests")));
    action->setCheckable(true);
    action->setData(requests);
    group->addAction(action);
    memories_ << action;
    connect(action, &QAction::triggered, this, [this, requests] { Q_EMIT memoryChosen(requests); });
  }
  setMemory(static_cast<int>(kPlotCapacity));
}

void Menus::fillHelp() {
  QMenu* help = addMenu(tr("Help"));
  add(help, tr("Keyboard shortcuts"), Qt::Key_F1, &Menus::shortcuts);
  add(help, tr("About Cleave"), {}, &Menus::about);
}

void Menus::setTheme(Theme theme) {
  for (QAction* action : themes_) action->setChecked(action->data().toInt() == static_cast<int>(theme));
}

void Menus::setMemory(int requests) {
  for (QAction* action : memories_) action->setChecked(action->data().toInt() == requests);
}

QList<std::pair<QString, QString>> Menus::keys() const {
  QList<std::pair<QString, QString>> keys;
  const std::function<void(const QList<QAction*>&)> collect = [&](const QList<QAction*>& actions) {
    for (const QAction* action : actions) {
      if (action->menu()) collect(action->menu()->actions());
      if (action->shortcut().isEmpty()) continue;
      QString what = action->text();
      what.remove(QLatin1Char('&')).remove(QChar(0x2026));
      keys.push_back({action->shortcut().toString(QKeySequence::NativeText), what});
    }
  };
  collect(actions());
  return keys;
}

}  // namespace cleave::ui
