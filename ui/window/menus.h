// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMenuBar>

#include "ui/theme/look.h"

QT_BEGIN_NAMESPACE
class QAction;
QT_END_NAMESPACE

namespace cleave::ui {

/// File, View and Help, with their keys.
class Menus : public QMenuBar {
  Q_OBJECT

 public:
  explicit Menus(QWidget* parent = nullptr);
  void setTheme(Theme theme);

 Q_SIGNALS:
  void openModel();
  void savePicture();
  void exportFigures();
  void quit();
  void themeChosen(Theme theme);
  void about();
  void shortcuts();

 private:
  QList<QAction*> themes_;
};

}  // namespace cleave::ui
