// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace cleave::ui {

/// Two of the window's keys mean something else while a text is being written: Escape does not stop the run, and Ctrl+Z
/// is the window's only once the field has nothing of its own to undo.
class TextInputShortcutFilter : public QObject {
  Q_OBJECT

 public:
  /// Watches the whole application while it lives.
  explicit TextInputShortcutFilter(QObject* parent);

 protected:
  bool eventFilter(QObject* object, QEvent* event) override;
};

}  // namespace cleave::ui
