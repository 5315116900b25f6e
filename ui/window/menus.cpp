// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/menus.h"

#include <QAction>
#include <QActionGroup>
#include <QKeySequence>

namespace cleave::ui {

Menus::Menus(QWidget* parent) : QMenuBar(parent) {
  setNativeMenuBar(false);
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
  const auto add = [this](QMenu* menu, const QString& text, const QKeySequence& keys, void (Menus::*signal)()) {
    QAction* action = menu->addAction(text);
    action->setShortcut(keys);
    connect(action, &QAction::triggered, this, signal);
  };
  QMenu* file = addMenu(tr("File"));
  add(file, tr("Open model…"), QKeySequence(Qt::CTRL | Qt::Key_O), &Menus::openModel);
  file->addSeparator();
  add(file, tr("Save picture…"), QKeySequence(Qt::CTRL | Qt::Key_S), &Menus::savePicture);
  add(file, tr("Export figures…"), QKeySequence(Qt::CTRL | Qt::Key_E), &Menus::exportFigures);
  file->addSeparator();
  add(file, tr("Quit"), QKeySequence(Qt::CTRL | Qt::Key_Q), &Menus::quit);

  QMenu* view = addMenu(tr("View"));
  auto* group = new QActionGroup(this);
  for (const auto& [theme, text] : {std::pair{Theme::System, tr("Theme of the desktop")},
                                    std::pair{Theme::Light, tr("Light")}, std::pair{Theme::Dark, tr("Dark")}}) {
    QAction* action = view->addAction(text);
    action->setCheckable(true);
    action->setData(static_cast<int>(theme));
    group->addAction(action);
    themes_ << action;
    connect(action, &QAction::triggered, this, [this, chosen = theme] { Q_EMIT themeChosen(chosen); });
  }
  QMenu* help = addMenu(tr("Help"));
  add(help, tr("Keyboard shortcuts"), QKeySequence(Qt::Key_F1), &Menus::shortcuts);
  add(help, tr("About Cleave"), {}, &Menus::about);
}

void Menus::setTheme(Theme theme) {
  for (QAction* action : themes_) action->setChecked(action->data().toInt() == static_cast<int>(theme));
}

}  // namespace cleave::ui
