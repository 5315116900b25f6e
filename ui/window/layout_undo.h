// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <map>

QT_BEGIN_NAMESPACE
class QUndoGroup;
class QUndoStack;
class QWidget;
QT_END_NAMESPACE

namespace cleave::ui {

class DockArea;
class Workspaces;

/// Undo in the window: a stack for the layout of each workspace, and the stacks of panels that have their own.
class LayoutUndo : public QObject {
  Q_OBJECT

 public:
  LayoutUndo(DockArea& area, Workspaces& workspaces, QObject* parent);

  [[nodiscard]] QUndoGroup& group() { return *group_; }
  /// Of the open workspace's layout.
  [[nodiscard]] QUndoStack& stack() { return *open_; }
  /// Undo goes to this stack while the focus is within `scope`.
  /// @param menus take the focus without changing where undo goes
  void addStack(QUndoStack* stack, const QWidget* scope, const QWidget* menus);

 private:
  void open(const QString& workspace);
  void forgetRemoved();

  Workspaces& workspaces_;
  QUndoGroup* group_;
  QUndoStack* open_;
  std::map<QString, QUndoStack*> stacks_;  ///< of every workspace that was open, by its name
};

}  // namespace cleave::ui
