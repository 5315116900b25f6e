// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/save/file_saver.h"

namespace cleave::ui {

class PanelDock;

/// Lets the user copy and save what panels show: a menu on every panel's header, and more in the menus that charts
/// have already.
class PanelSaving {
 public:
  /// @param window that questions are asked over, and that owns the panels
  explicit PanelSaving(QWidget* window) : saver_(new FileSaver(window)) {}
  /// Once for each.
  void add(PanelDock& dock);
  [[nodiscard]] FileSaver& saver() { return *saver_; }

 private:
  FileSaver* saver_;
};

}  // namespace cleave::ui
