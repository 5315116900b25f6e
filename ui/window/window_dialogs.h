// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QObject>
#include <QString>
#include <functional>
#include <utility>

class QWidget;

namespace cleave::ui {

class Workspaces;

/// The dialogs that the window's menus open.
class WindowDialogs : public QObject {
  Q_OBJECT

 public:
  /// Both outlive this.
  WindowDialogs(QWidget& window, Workspaces& workspaces);

  void chooseFile();
  void chooseImage();
  void chooseFigureFolder();
  /// Asks for a name, and before a workspace is replaced.
  void saveWorkspace();
  /// The one that is open, if the user says so.
  void removeWorkspace();
  /// @param menuKeys each with what it does; those of the panels follow
  void showShortcuts(const QList<std::pair<QString, QString>>& menuKeys);

 Q_SIGNALS:
  void fileChosen(const QString& path);
  void imageChosen(const QString& path);
  void figureFolderChosen(const QString& path);
  void failed(const QString& sentence);

 private:
  void confirm(const QString& question, const QString& answer, const std::function<void()>& act);

  QWidget& window_;
  Workspaces& workspaces_;
};

}  // namespace cleave::ui
