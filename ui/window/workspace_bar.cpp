// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/workspace_bar.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QToolButton>

#include "ui/theme/look.h"
#include "ui/window/workspaces.h"

namespace cleave::ui {
namespace {

constexpr int kWidest = 150;

}  // namespace

WorkspaceBar::WorkspaceBar(Workspaces& workspaces, QWidget* parent)
    : QWidget(parent), workspaces_(workspaces), box_(new QHBoxLayout(this)), group_(new QButtonGroup(this)) {
  box_->setContentsMargins(0, 0, 0, 0);
  box_->setSpacing(2);
  fill();
  connect(&workspaces, &Workspaces::listChanged, this, &WorkspaceBar::fill);
  connect(&workspaces, &Workspaces::opened, this, &WorkspaceBar::mark);
}

QString WorkspaceBar::shownName(const QString& name) {
  if (name == QStringLiteral("run")) return tr("Run");
  if (name == QStringLiteral("train")) return tr("Train");
  return name == QStringLiteral("compare") ? tr("Compare") : name;
}

void WorkspaceBar::fill() {
  for (QAbstractButton* button : group_->buttons()) {
    group_->removeButton(button);
    button->deleteLater();  // it may be the one whose click led here
  }
  for (const QString& name : workspaces_.names()) {
    auto* button = new QToolButton;
    const QString shown = shownName(name);
    button->setText(QFontMetrics(textFont(13)).elidedText(shown, Qt::ElideRight, kWidest));
    button->setToolTip(tr("Workspace %1").arg(shown));
    button->setAccessibleName(button->toolTip());
    button->setObjectName(QStringLiteral("workspace-") + name);
    button->setProperty("workspace", true);
    button->setCheckable(true);
    button->setFocusPolicy(Qt::NoFocus);  // Space shall start the run; the keyboard's way is Ctrl+1
    group_->addButton(button);
    box_->addWidget(button);
    connect(button, &QToolButton::clicked, &workspaces_, [this, name] { workspaces_.open(name); });
  }
  mark();
}

void WorkspaceBar::mark() {
  const QString open = QStringLiteral("workspace-") + workspaces_.current();
  for (QAbstractButton* button : group_->buttons()) {
    if (button->objectName() == open) button->setChecked(true);
  }
}

}  // namespace cleave::ui
