// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/layout_undo.h"

#include <QApplication>
#include <QPointer>
#include <QUndoCommand>
#include <QUndoGroup>
#include <QUndoStack>
#include <utility>

#include "ui/window/dock_area.h"
#include "ui/window/workspaces.h"

namespace cleave::ui {
namespace {

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

}  // namespace

LayoutUndo::LayoutUndo(DockArea& area, Workspaces& workspaces, QObject* parent)
    : QObject(parent),
      workspaces_(workspaces),
      group_(new QUndoGroup(this)),
      open_(new QUndoStack(group_)),
      stacks_{{workspaces.current(), open_}} {
  open_->setActive();
  connect(&area, &DockArea::edited, this, [this, &area](const QByteArray& before, const QByteArray& after) {
    open_->push(new LayoutCommand(area, before, after));
  });
  connect(&workspaces, &Workspaces::opened, this, &LayoutUndo::open);
  connect(&workspaces, &Workspaces::listChanged, this, &LayoutUndo::forgetRemoved);
}

/// Each workspace has its own steps: those through another one's panels would only confuse.
void LayoutUndo::open(const QString& workspace) {
  QUndoStack*& stack = stacks_[workspace];
  if (!stack) stack = new QUndoStack(group_);
  const bool active = open_->isActive();
  open_ = stack;
  if (active) open_->setActive();
}

// Another one of the same name starts anew.
void LayoutUndo::forgetRemoved() {
  std::erase_if(stacks_, [this](const auto& each) {
    const bool gone = !workspaces_.names().contains(each.first);
    if (gone) each.second->deleteLater();
    return gone;
  });
}

void LayoutUndo::addStack(QUndoStack* stack, const QWidget* scope, const QWidget* menus) {
  group_->addStack(stack);
  connect(qApp, &QApplication::focusChanged, this,
          [this, stack = QPointer(stack), scope, menus](QWidget*, QWidget* now) {
            if (!stack || now == nullptr || now == menus)
              return;  // a menu is open: what it undoes is what had the focus
            const bool within = scope == now || scope->isAncestorOf(now);
            if (within) {
              stack->setActive();
            } else if (group_->activeStack() == stack) {
              open_->setActive();
            }
          });
}

}  // namespace cleave::ui
