// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>

#include "ui/window/layout_store.h"
#include "ui/window/layout_tree.h"

namespace cleave::ui {

class DockArea;

/// The three workspaces to start from, "run", "train" and "compare", and the user's own. Each keeps its layout.
class Workspaces : public QObject {
  Q_OBJECT

 public:
  /// @param store where layouts are kept; by value, it is only a path
  Workspaces(DockArea& area, LayoutStore store, QObject* parent = nullptr);

  static const QStringList& builtIn();
  /// What a built-in workspace starts with.
  static LayoutNode treeOf(const QString& name);

  /// After all panels were added: the saved layouts, and the workspace that was open. @returns a notice, or nothing
  QString load();
  /// As it was saved.
  [[nodiscard]] const WindowChoices& savedWindow() const { return saved_.window; }

  [[nodiscard]] QString current() const { return saved_.current; }
  /// The built-in ones first, then the user's.
  [[nodiscard]] QStringList names() const;
  /// An unknown name changes nothing.
  void open(const QString& name);
  /// Back to what the workspace started with; a workspace of the user's own goes back to "run"'s.
  void reset();
  /// Keeps the present layout under a name of the user's own, and opens it. @returns false for the name of a built-in
  bool saveAs(const QString& name);
  /// A built-in one cannot be removed.
  void remove(const QString& name);
  /// @returns false when the file could not be written; what was there stays
  bool save(const WindowChoices& window);

 Q_SIGNALS:
  void opened(const QString& name);
  void listChanged();

 private:
  void show(const QString& name);

  DockArea& area_;
  LayoutStore store_;
  SavedLayouts saved_;
};

}  // namespace cleave::ui
