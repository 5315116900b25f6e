// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDockWidget>
#include <memory>

QT_BEGIN_NAMESPACE
class QMenu;
QT_END_NAMESPACE

namespace cleave::ui {

class Panel;

/// A panel that can be moved, tabbed, floated and closed. The panel's own header is what it is dragged by, so that a
/// panel looks the same wherever it is.
class PanelDock : public QDockWidget {
  Q_OBJECT

 public:
  /// @param id names the panel in saved layouts: never translated, never changed
  PanelDock(const QString& id, Panel* panel, QWidget* parent);
  [[nodiscard]] Panel& panel() const { return *panel_; }
  /// What a right click on the header opens.
  [[nodiscard]] std::unique_ptr<QMenu> makeMenu();

 Q_SIGNALS:
  /// The header's menu is about to open: others add what they can do with this panel.
  void menuMade(QMenu* menu);

 protected:
  void contextMenuEvent(QContextMenuEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  Panel* panel_;
};

}  // namespace cleave::ui
