// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/text_input_shortcut_filter.h"

#include <QAbstractSpinBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>

namespace cleave::ui {
namespace {

bool takesText(const QObject* object) {
  if (const auto* line = qobject_cast<const QLineEdit*>(object)) return !line->isReadOnly();
  if (const auto* text = qobject_cast<const QPlainTextEdit*>(object)) return !text->isReadOnly();
  if (const auto* combo = qobject_cast<const QComboBox*>(object)) return combo->isEditable();
  return qobject_cast<const QAbstractSpinBox*>(object) != nullptr;
}

bool hasNothingToUndo(const QObject* object) {
  const auto* line = qobject_cast<const QLineEdit*>(object);
  return line != nullptr && !line->isUndoAvailable();
}

}  // namespace

TextInputShortcutFilter::TextInputShortcutFilter(QObject* parent) : QObject(parent) {
  QCoreApplication::instance()->installEventFilter(this);
}

bool TextInputShortcutFilter::eventFilter(QObject* object, QEvent* event) {
  // Accepted means: no shortcut, the widget gets the key itself.
  if (event->type() != QEvent::ShortcutOverride) return false;
  const auto* key = static_cast<QKeyEvent*>(event);
  if (key->key() == Qt::Key_Escape && key->modifiers() == Qt::NoModifier && takesText(object)) {
    event->accept();
    return true;
  }
  if (key->matches(QKeySequence::Undo) && hasNothingToUndo(object)) {
    event->ignore();
    return true;
  }
  return false;
}

}  // namespace cleave::ui
