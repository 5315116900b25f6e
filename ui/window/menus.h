// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QMenuBar>
#include <optional>
#include <utility>

#include "ui/theme/look.h"
#include "ui/window/run_types.h"

QT_BEGIN_NAMESPACE
class QAction;
class QUndoGroup;
QT_END_NAMESPACE

namespace cleave::ui {

class DockArea;
class RecentFiles;
class TimeAxis;
class Workspaces;

/// All menus with their keys. What needs no one else (panels, workspaces, undo) is done here, the rest is told.
class Menus : public QMenuBar {
  Q_OBJECT

 public:
  /// All outlive the menus.
  Menus(DockArea& area, Workspaces& workspaces, const RecentFiles& recent, QUndoGroup& undo, TimeAxis& axis,
        QWidget* parent = nullptr);
  void setTheme(Theme theme);
  /// Requests that the charts remember.
  void setMemory(int requests);
  /// What "Open run" offers, newest first.
  void setRuns(const QList<RunFile>& runs);
  /// At the end of the Run menu.
  QAction* addRunAction(const QString& text, const QKeySequence& key);
  /// Every key and what it does, in the order of the menus.
  [[nodiscard]] QList<std::pair<QString, QString>> keys() const;

 Q_SIGNALS:
  void openFile();
  void openRecent(const QString& path);
  void clearRecent();
  /// "Open run" is about to be read: setRuns() may bring it up to date.
  void runsWanted();
  void openRun(const QString& path);
  void savePicture();
  void exportFigures();
  void quit();
  void startOrPause();
  void stop();
  void themeChosen(Theme theme);
  void fullScreen();
  /// How many requests the charts shall remember.
  void memoryChosen(int requests);
  void saveWorkspace();
  void removeWorkspace();  ///< the one that is open
  void about();
  void shortcuts();

 private:
  QAction* add(QMenu* menu, const QString& text, const QKeySequence& keys, void (Menus::*signal)());
  void fillFile(const RecentFiles& recent);
  void fillRuns();
  void fillEdit(QUndoGroup& undo);
  void fillRun();
  void fillView(DockArea& area, Workspaces& workspaces);
  void fillCharts(TimeAxis& axis);
  void fillMemory(QMenu* menu);
  void fillHelp();
  void fillWorkspaces(QMenu* menu, Workspaces& workspaces);

  QList<QAction*> themes_;
  QList<QAction*> memories_;
  QMenu* run_ = nullptr;
  QMenu* runs_ = nullptr;
  std::optional<QList<RunFile>> runFiles_;  ///< none before the first were told
};

}  // namespace cleave::ui
