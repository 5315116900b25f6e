// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

QT_BEGIN_NAMESPACE
class QButtonGroup;
class QHBoxLayout;
QT_END_NAMESPACE

namespace cleave::ui {

class Workspaces;

/// A button for every workspace; the open one is marked.
class WorkspaceBar : public QWidget {
  Q_OBJECT

 public:
  explicit WorkspaceBar(Workspaces& workspaces, QWidget* parent = nullptr);
  /// What a workspace is called on the screen.
  static QString shownName(const QString& name);

 private:
  void fill();
  void mark();

  Workspaces& workspaces_;
  QHBoxLayout* box_;
  QButtonGroup* group_;
};

}  // namespace cleave::ui
