// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDockWidget>

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

 Q_SIGNALS:
  void closedByUser();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void closeEvent(QCloseEvent* event) override;

 private:
  Panel* panel_;
};

}  // namespace cleave::ui
