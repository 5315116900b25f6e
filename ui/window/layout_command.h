// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QCoreApplication>
#include <QUndoCommand>
#include <utility>

#include "ui/window/dock_area.h"

namespace cleave::ui {

/// One change of the layout by the user; it has been made already when the command is.
class LayoutCommand : public QUndoCommand {
 public:
  LayoutCommand(DockArea& area, QByteArray before, QByteArray after)
      : QUndoCommand(QCoreApplication::translate("cleave::ui::LayoutCommand", "layout change")),
        area_(area),
        before_(std::move(before)),
        after_(std::move(after)) {}

  void undo() override { area_.restoreLayout(before_); }
  void redo() override {
    if (std::exchange(made_, false)) return;
    area_.restoreLayout(after_);
  }

 private:
  DockArea& area_;
  QByteArray before_;
  QByteArray after_;
  bool made_ = true;
};

}  // namespace cleave::ui
