// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHelpEvent>
#include <QToolTip>

namespace cleave::ui {

/// For QWidget::event() of a widget that has another text at every place; none hides the one before.
inline void showToolTip(QWidget& widget, const QHelpEvent& help, const QString& text) {
  if (text.isEmpty()) {
    QToolTip::hideText();
  } else {
    QToolTip::showText(help.globalPos(), text, &widget);
  }
}

}  // namespace cleave::ui
