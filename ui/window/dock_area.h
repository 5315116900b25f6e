// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QMainWindow>
#include <QMap>
#include <QTimer>
#include <vector>

#include "ui/window/layout_tree.h"

namespace cleave::ui {

class Panel;
class PanelDock;

/// Where the panels are. Knows nothing of what they show.
class DockArea : public QMainWindow {
  Q_OBJECT

 public:
  explicit DockArea(QWidget* parent = nullptr);

  /// Takes the panel; it is not shown yet. @param id see PanelDock
  PanelDock* addPanel(const QString& id, Panel* panel);
  /// nullptr for an unknown id.
  [[nodiscard]] PanelDock* dock(const QString& id) const;
  [[nodiscard]] const std::vector<PanelDock*>& docks() const { return docks_; }
  /// Opens it if need be and brings it to the front.
  void showPanel(const QString& id);

  /// Puts the panels of the tree in their places and closes all others. Ids that there are not are left out.
  void arrange(const LayoutNode& tree);
  /// The same as an edit, which can be undone.
  void rearrange(const LayoutNode& tree);
  [[nodiscard]] QByteArray layoutState() const;
  /// @returns false, and leaves everything as it was, for bytes that are not a layout, or one that shows nothing
  bool restoreLayout(const QByteArray& state);

 Q_SIGNALS:
  /// The user moved, floated, closed or opened panels; both states are for restoreLayout().
  void edited(const QByteArray& before, const QByteArray& after);
  /// The user may have turned over tabs or pulled at separators: to be kept, but nothing that one undoes.
  void nudged();

 protected:
  bool event(QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void showEvent(QShowEvent* event) override;

 private:
  using Places = QMap<QString, QString>;

  [[nodiscard]] Places places() const;
  [[nodiscard]] bool anyOpen() const;
  void place(const LayoutNode& node, PanelDock* first);
  void shareAll();
  void share(const LayoutNode& node, const QSize& room);
  [[nodiscard]] LayoutNode existing(const LayoutNode& node) const;
  [[nodiscard]] PanelDock* firstOf(const LayoutNode& node) const;
  void settle();
  void watchForEdits();
  void bringToScreen();

  std::vector<PanelDock*> docks_;
  LayoutNode arranged_;  ///< keeps its shares when the area is resized; empty once the user has changed anything
  bool ours_ = false;    ///< a change of layout under way is not the user's
  bool moved_ = false;
  QTimer edits_;
  QByteArray settled_;
  Places settledPlaces_;
};

}  // namespace cleave::ui
